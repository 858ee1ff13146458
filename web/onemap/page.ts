import { AppstoreOutlined } from '@ant-design/icons';
import type { Area } from '../ui/area.ts';
import type { Texts } from '../ui/texts/texts.ts';
import type { zhCN } from './texts/zhCN.ts';

declare module '../ui/texts/namespaces.ts' {
  interface Namespaces {
    onemap: Texts<typeof zhCN>;
  }
}

/** The map of what holds, and held. */
export const onemap: Area = {
  name: 'onemap',
  texts: {
    'zh-CN': async () => (await import('./texts/zhCN.ts')).zhCN,
    en: async () => (await import('./texts/en.ts')).en,
  },
  rail: { place: 'map', to: '/map', icon: AppstoreOutlined, order: 10 },
  pages: [{ path: 'map/:code?', ground: 'map', load: async () => (await import('./MapPage.tsx')).MapPage }],
};
