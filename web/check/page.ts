import { SafetyCertificateOutlined } from '@ant-design/icons';
import type { Area } from '../ui/area.ts';
import type { Texts } from '../ui/texts/texts.ts';
import type { zhCN } from './texts/zhCN.ts';

declare module '../ui/texts/namespaces.ts' {
  interface Namespaces {
    check: Texts<typeof zhCN>;
  }
}

/** Whether a file of boundaries holds. */
export const check: Area = {
  name: 'check',
  texts: {
    'zh-CN': async () => (await import('./texts/zhCN.ts')).zhCN,
    en: async () => (await import('./texts/en.ts')).en,
  },
  rail: { place: 'check', to: '/check', icon: SafetyCertificateOutlined, order: 50 },
  pages: [{ path: 'check', ground: 'map', load: async () => (await import('./CheckPage.tsx')).CheckPage }],
};
