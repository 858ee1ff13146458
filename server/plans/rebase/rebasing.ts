import type { Kysely, Transaction } from 'kysely';
import { LAST_GRID, unitOf } from '../../core/codes/codes.ts';
import type { Change } from '../../core/coverage/change.ts';
import { isOpen } from '../../core/plans/workflow.ts';
import { readUsedCodes } from '../../coverage/service.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { changeToJson } from '../edits/changeJson.ts';
import * as records from '../queries/planEditQueries.ts';
import {
  changedBetween,
  differences,
  givenCodes,
  type PlanGrid,
  readTouched,
  takeGeneration,
  writeStanding,
} from '../queries/planGridQueries.ts';
import type { PlanRow } from '../queries/planQueries.ts';
import * as queries from '../queries/planQueries.ts';

/** Whose record a rebase is: nobody's, so that nobody undoes it. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What a rebase keeps of itself in the record. */
export interface RebaseArgs {
  from: number;
  to: number;
  /** New grids whose codes were given to others meanwhile, old code to new. */
  renumbered: Record<string, string>;
}

/**
 * Moves a plan to the newest generation if it has fallen behind and changes nothing that changed there; else marks the codes that
 * collide. New grids whose codes were given to others meanwhile get the next ones. Gives the plan's row as it is then.
 */
export async function rebase(db: Kysely<Tables>, plan: PlanRow, latest: number, now: Date): Promise<PlanRow> {
  if (plan.base_generation >= latest || !isOpen(plan.state)) return plan;
  return inTransaction(db, async (trx) => {
    const locked = await queries.lockPlan(trx, plan.district, plan.id);
    if (!locked) return plan;
    return locked.base_generation < latest && isOpen(locked.state) ? moveTo(trx, locked, latest, now) : locked;
  });
}

async function moveTo(trx: Transaction<Tables>, plan: PlanRow, latest: number, now: Date): Promise<PlanRow> {
  const { id, district, base_generation: base } = plan;
  const different = (await differences(trx, district, [{ id, base }])).get(id) ?? [];
  const moved = new Set(await changedBetween(trx, district, base, latest));
  const created = different.filter(({ difference }) => difference === 'created').map(({ code }) => code);
  const touched = await readTouched(trx, id);
  const renumbering = await numbersFor(trx, plan, touched, await givenCodes(trx, district, created));
  // A code that is new on both sides is another grid with the same number: it gets the next number, where there is one.
  const collisions = different
    .map(({ code }) => code)
    .filter((code) => (created.includes(code) ? renumbering.get(code) === null : moved.has(code)));
  if (collisions.length > 0) return markCollisions(trx, plan, collisions);
  const put = touched.flatMap((grid) => {
    const code = renumbering.get(grid.code);
    return code && grid.area ? [{ ...grid, code, area: grid.area, revision: 1 }] : [];
  });
  await writeStanding(trx, id, put);
  const own = new Set(different.map(({ code }) => code).filter((code) => !renumbering.has(code)));
  const others = touched.map(({ code }) => code).filter((code) => !own.has(code) && moved.has(code));
  await takeGeneration(trx, district, id, latest, [...others, ...renumbering.keys()]);
  await record(trx, plan, latest, put, renumbering as Map<string, string>, now);
  return queries.updatePlan(trx, id, {
    base_generation: latest,
    revision: plan.revision + 1,
    collides_with: [],
    updated_at: now,
  });
}

async function markCollisions(trx: Transaction<Tables>, plan: PlanRow, codes: string[]): Promise<PlanRow> {
  if (codes.join() === plan.collides_with.join()) return plan;
  return queries.updatePlan(trx, plan.id, { collides_with: codes });
}

/** The next codes for new grids whose codes were taken; null where a unit has no number left. */
async function numbersFor(
  trx: Transaction<Tables>,
  plan: PlanRow,
  touched: readonly PlanGrid[],
  taken: readonly string[],
): Promise<Map<string, string | null>> {
  if (taken.length === 0) return new Map();
  const given = await readUsedCodes(trx, plan.district);
  const used = new Set([...touched, ...given].map(({ code }) => code));
  return new Map(taken.map((code) => [code, nextCode(unitOf(code), used)]));
}

function nextCode(unit: string, used: Set<string>): string | null {
  const numbers = [...used].filter((code) => unitOf(code) === unit).map((code) => Number(code.slice(4)));
  const next = Math.max(0, ...numbers) + 1;
  if (next > LAST_GRID) return null;
  const code = unit + String(next).padStart(2, '0');
  used.add(code);
  return code;
}

async function record(
  trx: Transaction<Tables>,
  plan: PlanRow,
  latest: number,
  put: Change['put'],
  renumbering: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  const renumbered = [...renumbering].map(([code, next]) => `${code} → ${next}`);
  const change: Change = {
    note: `Moved onto generation ${latest}${renumbered.length > 0 ? `; ${renumbered.join(', ')}` : ''}`,
    base: {},
    put: put.map(({ id, code, name, area }) => ({ id, code, name, area })),
    remove: [],
    lineage: [...renumbering].map(([code, next]) => ({ code: next, from: [code] })),
  };
  const args: RebaseArgs = { from: plan.base_generation, to: latest, renumbered: Object.fromEntries(renumbering) };
  await records.insertEdit(trx, {
    plan: plan.id,
    revision: plan.revision + 1,
    kind: 'rebase',
    op: 'rebase',
    note: change.note,
    of: null,
    args: JSON.stringify(args),
    change: changeToJson(change),
    reverse: changeToJson({ ...change, put: [] }),
    bends: false,
    actor: NOBODY,
    actor_name: 'system',
    at: now,
    request_key: null,
    request_sha256: null,
    request_answer: null,
  });
}
