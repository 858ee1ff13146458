import type { Texts } from '../texts.ts';
import type { proof as chinese } from '../zhCN/proof.ts';

/** English texts of the certificate. */
export const proof: Texts<typeof chinese> = {
  proof: {
    chip: 'Version {{generation}}',
    proven: 'proven: no gap, no overlap',
    open: 'Certificate of version {{generation}}',
    title: 'Certificate of version {{generation}}',
    lead: {
      proven:
        'The edges of all grids cancel against each other and leave exactly the mandated outline: no gap, no overlap, nothing outside. You need not trust this system for it: download and check.',
      offOutline:
        'The district of this version is not what its mandated outline holds; an earlier version of the software published it. Lookups go on as usual. Publish a corrected plan soon.',
      doubted:
        'PostGIS does not agree with our proof; see below. Lookups go on as usual. Find out why before you rely on this version.',
    },
    vertices: 'Vertices',
    district: 'District',
    effectiveAt: 'In force since',
    area: 'Total area',
    outline: 'Mandated outline',
    certificate: 'This certificate',
    previous: 'Previous certificate',
    first: 'This is the first version; no certificate comes before it',
    download: 'Download certificate',
    downloadGrids: 'Download grids',
    downloadOutline: 'Download outline',
    verify:
      'Check it yourself: put the three files side by side and run (the outline may be the government’s own file)',
    offOutline: 'not the mandated outline',
    opinion: {
      title: 'Second opinion',
      lead: 'The database judges the boundaries it stores by the methods of PostGIS, which share no code with our proof.',
      agrees: 'PostGIS agrees',
      disagrees: 'PostGIS disagrees',
      pending: 'PostGIS is checking',
      pendingLead: 'It runs in the background after a publication and usually takes a few seconds.',
      by: 'Judged by',
      at: 'Judged at',
      difference: 'Area apart from the mandated outline',
      hausdorff: 'Farthest from it (Hausdorff distance)',
      allowed: 'allowed {{limit}}',
      invalidGrids: 'Invalid grids',
      overlappingPairs: 'Overlapping pairs of grids',
      differingUnits: 'Units that are not the sum of their grids',
      differingPoints: 'Random points with another owner',
      ofAll: '{{count}} of {{all}}',
      unknown: 'could not be had',
      command: 'Have it judged again at any time; on the server, run',
      check: {
        valid: 'A grid is no valid polygon',
        overlap: 'Grids overlap',
        outline: 'The sum of the grids is not the mandated outline',
        unit: 'A unit is not the sum of its grids',
        point: 'The lookup names another owner than the database',
        served: 'The service refuses this version, so there is nothing to compare with',
        unfinished: 'The judging did not end',
      },
    },
    levelName: { district: 'District', unit: 'Units', grid: 'Grids' },
  },
};
