import { EditOutlined } from '@ant-design/icons';
import type { Area } from '../ui/area.ts';
import type { Texts } from '../ui/texts/texts.ts';
import type { zhCN } from './texts/zhCN.ts';

declare module '../ui/texts/namespaces.ts' {
  interface Namespaces {
    planner: Texts<typeof zhCN>;
  }
}

/** Where boundaries are planned, decided and published. */
export const planner: Area = {
  name: 'planner',
  texts: {
    'zh-CN': async () => (await import('./texts/zhCN.ts')).zhCN,
    en: async () => (await import('./texts/en.ts')).en,
  },
  rail: { place: 'planner', to: '/planner', icon: EditOutlined, order: 20, right: 'readPlans' },
  pages: [
    { path: 'planner', ground: 'map', load: async () => (await import('./plans/PlansPage.tsx')).PlansPage },
    { path: 'planner/:id', ground: 'map', load: async () => (await import('./drawing/DrawingPage.tsx')).DrawingPage },
    {
      path: 'planner/:id/impact',
      ground: 'map',
      load: async () => (await import('./impact/ImpactPage.tsx')).ImpactPage,
    },
  ],
};
