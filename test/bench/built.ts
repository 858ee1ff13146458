/**
 * The engine as it is shipped: `npm run bench` builds first, and what is measured is the compiled code. From source it would run
 * through tsx, which wraps every function to keep its name and costs hot loops two to three times their time.
 */
const folder = new URL('../../dist/server/', import.meta.url);
const load = (path: string): Promise<unknown> => import(new URL(path, folder).href);

export const { proveCoverage } = (await load(
  'core/coverage/proof/proof.js',
)) as typeof import('../../server/core/coverage/proof/proof.ts');
export const { keepsProof } = (await load(
  'core/coverage/replacement.js',
)) as typeof import('../../server/core/coverage/replacement.ts');
export const { PointIndex } = (await load(
  'core/locate/pointIndex.js',
)) as typeof import('../../server/core/locate/pointIndex.ts');
export const { toUnits } = (await load(
  'core/geometry/lattice.js',
)) as typeof import('../../server/core/geometry/lattice.ts');
export const { EditableCoverage } = (await load(
  'core/coverage/editableCoverage.js',
)) as typeof import('../../server/core/coverage/editableCoverage.ts');
export const { demandBalance, passagesBetween } = (await load(
  'core/coverage/passages.js',
)) as typeof import('../../server/core/coverage/passages.ts');
export const { changeFor } = (await load(
  'core/coverage/edits/changeFor.js',
)) as typeof import('../../server/core/coverage/edits/changeFor.ts');
export const { openDatabase } = (await load('db/database.js')) as typeof import('../../server/db/database.ts');
export const { migrate } = (await load('db/migrate.js')) as typeof import('../../server/db/migrate.ts');
export const { separateRoles } = (await load(
  'db/databaseRoles.js',
)) as typeof import('../../server/db/databaseRoles.ts');
export const { prepareServer } = (await load('db/requirements.js')) as typeof import('../../server/db/requirements.ts');
export const { publish } = (await load(
  'coverage/publication.js',
)) as typeof import('../../server/coverage/publication.ts');
export const { draftUnits } = (await load(
  'core/drafting/draftUnits.js',
)) as typeof import('../../server/core/drafting/draftUnits.ts');
export const { draftGrids } = (await load(
  'core/drafting/draftGrids.js',
)) as typeof import('../../server/core/drafting/draftGrids.ts');
export const { blocksOfRegion } = (await load(
  'core/drafting/regionBlocks.js',
)) as typeof import('../../server/core/drafting/regionBlocks.ts');
export const { divideBlocks } = (await load(
  'core/drafting/division.js',
)) as typeof import('../../server/core/drafting/division.ts');
