import type { Texts } from '../../ui/texts/texts.ts';
import type { zhCN } from './zhCN.ts';

/** English texts of the map. */
export const en: Texts<typeof zhCN> = {
  one: {
    title: 'Map',
    units: 'Units',
    total: 'Whole district',
    show: 'Level to show',
    date: 'Date',
    today: 'Today',
    versions: 'Published versions',
    publishedBy: 'published by {{name}}',
    past: 'You are looking at version {{generation}}, as of {{date}}',
    pastVersion: 'You are looking at version {{generation}}, in force from {{since}}',
    noVersion: 'There is no version {{generation}}',
    backToNow: 'Back to now',
    noneThen: 'Nothing had been published by {{date}}. The first version took effect on {{first}}.',
    noneThenPlain: 'Nothing had been published by {{date}}.',
    expand: 'List the grids of {{name}}',
    collapse: 'Fold the grids of {{name}}',
    emptyTitle: 'No grids published yet',
    emptyText:
      'Import the boundaries of the district and publish the first version; map and lookup follow by themselves.',
  },
  area: {
    unit: 'Unit',
    area: 'Area',
    neighbours: 'Neighbours',
    noNeighbours: 'No neighbouring {{level}}',
    revision: 'Revision',
    revisionText: 'No. {{count}}',
    gone: 'Version {{generation}} has no {{code}}',
    goneText: 'The code may belong to another version, or be retired. A retired code is never given to another area.',
    grids: 'Grids',
  },
};
