import type { Texts } from '../texts.ts';
import type { common as chinese } from '../zhCN/common.ts';

/** English texts said everywhere. */
export const common: Texts<typeof chinese> = {
  product: { name: 'Gridwarden', latin: '网格管家', promise: 'No gap, no overlap, proven' },
  common: {
    retry: 'Try again',
    loading: 'Loading…',
    copy: 'Copy',
    copied: 'Copied',
    fold: 'Fold away',
    unfold: 'Unfold',
    clear: 'Clear',
    cancel: 'Cancel',
    separator: ', ',
  },
  level: { district: 'District', unit: 'Unit', grid: 'Grid' },
  place: {
    map: 'Map',
    planner: 'Plans',
    history: 'History',
    lookup: 'Lookup',
    check: 'Check',
    system: 'System',
  },
  role: {
    admin: 'Administrator',
    planner: 'Planner',
    approver: 'Approver',
    dispatcher: 'Dispatcher',
    clerk: 'Hotline clerk',
    unitHead: 'Unit head',
    warden: 'Grid warden',
    member: 'Grid member',
    assessor: 'Assessor',
    auditor: 'Auditor',
  },
  units: {
    metres: '{{value}} m',
    kilometres: '{{value}} km',
    squareMetres: '{{value}} m²',
    squareKilometres: '{{value}} km²',
  },
};
