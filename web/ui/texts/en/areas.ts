import type { Texts } from '../texts.ts';
import type { areas as chinese } from '../zhCN/areas.ts';

/** English texts of an area and its people. */
export const areas: Texts<typeof chinese> = {
  areaCard: {
    generation: 'Version',
    wardens: 'Who answers for it',
    copyCode: 'Copy code',
    close: 'Clear selection',
    gridCount_one: '{{formatted}} grid',
    gridCount_other: '{{formatted}} grids',
  },
  wardenList: {
    none: 'Nobody has been named for this grid yet',
    phoneHidden: 'Number not shown to your role',
    call: 'Call {{phone}}',
  },
  staff: {
    districtHead: 'District head',
    unitHead: 'Unit head',
    warden: 'Grid warden',
    manager: 'Manager',
    informant: 'Informant',
    monitor: 'Monitor',
  },
};
