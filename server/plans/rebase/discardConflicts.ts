import type { Change } from '../../core/coverage/change.ts';
import type { Grid } from '../../core/coverage/model.ts';
import { Fault } from '../../core/fault.ts';
import { changeFromJson } from '../edits/changeJson.ts';
import { netBend, unbend } from '../edits/outlineBends.ts';
import type { RecordLinks } from '../queries/planEditQueries.ts';
import type { RebaseArgs } from './rebasing.ts';

/**
 * The codes that hang together with some others: those that were ever edited together, in one record or through others. What a plan
 * did to such a set adds up by itself, so it can be taken back as a whole with the rest of the plan left as it is.
 */
export function hangingTogether(records: readonly RecordLinks[], codes: readonly string[]): Set<string> {
  const found = new Set(codes);
  const groups = records.map(({ codes: own, kind, args }) => (kind === 'rebase' ? pairsOf(args as RebaseArgs) : [own]));
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const group of groups.flat())
      if (group.some((code) => found.has(code))) for (const code of group) found.add(code);
  }
  return found;
}

/** A rebase touches many grids, but ties only a new grid's number to the one it had. */
const pairsOf = ({ renumbered }: RebaseArgs): string[][] => Object.entries(renumbered);

/** What a plan knows of its record and of the generation it stands on. */
export interface ConflictSources {
  records: readonly RecordLinks[];
  bends: readonly { revision: number; change: unknown }[];
  /** The codes in which the plan differs from its generation. */
  different: readonly string[];
  colliding: readonly string[];
  baseGrids: readonly Grid[];
}

/**
 * The change that gives up what a plan did around the grids that collide with a newer generation. Throws `stale` unless `wanted` names
 * all grids that would go back (`drop` of the refusal), so that nobody gives up more than was shown to them.
 */
export function discardConflicts(sources: ConflictSources, wanted: readonly string[]): Change {
  const { records, bends, colliding, baseGrids } = sources;
  const together = hangingTogether(records, colliding);
  const codes = sources.different.filter((code) => together.has(code)).sort();
  if (!codes.every((code) => wanted.includes(code)))
    throw new Fault(
      'stale',
      `${colliding.join(', ')} changed in a newer generation as well. To go on without them, drop ${codes.join(', ')}.`,
      [],
      { grids: colliding, drop: codes },
    );
  const base = new Map(baseGrids.map((grid) => [grid.code, grid]));
  const own = records.filter((record) => record.codes.some((code) => together.has(code)));
  const revisions = new Set(own.map(({ revision }) => revision));
  const bend = netBend(
    bends.filter(({ revision }) => revisions.has(revision)).map(({ change }) => changeFromJson(change).outline),
  );
  const bent = bend.gone.length + bend.come.length > 0;
  return {
    note: `Give up the changes of ${codes.join(', ')}`,
    base: {},
    put: codes.flatMap((code) => {
      const grid = base.get(code);
      return grid ? [{ id: grid.id, code, name: grid.name, area: grid.area }] : [];
    }),
    remove: codes.filter((code) => !base.has(code)),
    lineage: [],
    ...(bent ? { outline: unbend(bend) } : {}),
    ...(own.some(({ mends }) => mends) ? { mends: true } : {}),
  };
}
