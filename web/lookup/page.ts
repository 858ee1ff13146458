import { AimOutlined } from '@ant-design/icons';
import type { Area } from '../ui/area.ts';
import type { Texts } from '../ui/texts/texts.ts';
import type { zhCN } from './texts/zhCN.ts';

declare module '../ui/texts/namespaces.ts' {
  interface Namespaces {
    lookup: Texts<typeof zhCN>;
  }
}

/** To which grid a place belongs. */
export const lookup: Area = {
  name: 'lookup',
  texts: {
    'zh-CN': async () => (await import('./texts/zhCN.ts')).zhCN,
    en: async () => (await import('./texts/en.ts')).en,
  },
  rail: { place: 'lookup', to: '/lookup', icon: AimOutlined, order: 40 },
  pages: [{ path: 'lookup', ground: 'map', load: async () => (await import('./LookupPage.tsx')).LookupPage }],
};
