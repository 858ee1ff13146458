import { HistoryOutlined } from '@ant-design/icons';
import type { Area } from '../ui/area.ts';
import type { Texts } from '../ui/texts/texts.ts';
import type { zhCN } from './texts/zhCN.ts';

declare module '../ui/texts/namespaces.ts' {
  interface Namespaces {
    history: Texts<typeof zhCN>;
  }
}

/** What was published, and what changed with it. */
export const history: Area = {
  name: 'history',
  texts: {
    'zh-CN': async () => (await import('./texts/zhCN.ts')).zhCN,
    en: async () => (await import('./texts/en.ts')).en,
  },
  rail: { place: 'history', to: '/history', icon: HistoryOutlined, order: 30 },
  pages: [{ path: 'history', ground: 'map', load: async () => (await import('./HistoryPage.tsx')).HistoryPage }],
};
