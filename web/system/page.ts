import { SettingOutlined } from '@ant-design/icons';
import type { Area } from '../ui/area.ts';
import type { Texts } from '../ui/texts/texts.ts';
import type { zhCN } from './texts/zhCN.ts';

declare module '../ui/texts/namespaces.ts' {
  interface Namespaces {
    system: Texts<typeof zhCN>;
  }
}

/** Who may use the system, and the keys of programs. */
export const system: Area = {
  name: 'system',
  texts: {
    'zh-CN': async () => (await import('./texts/zhCN.ts')).zhCN,
    en: async () => (await import('./texts/en.ts')).en,
  },
  rail: { place: 'system', to: '/system', icon: SettingOutlined, order: 90 },
  pages: [{ path: 'system/:tab?', ground: 'plain', load: async () => (await import('./SystemPage.tsx')).SystemPage }],
};
