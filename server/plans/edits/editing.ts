import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { unitOf } from '../../core/codes/codes.ts';
import { type Change, codesOf, type PutGrid, reverseOf } from '../../core/coverage/change.ts';
import { checkChange } from '../../core/coverage/checkChange.ts';
import type { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import { changeFor } from '../../core/coverage/edits/changeFor.ts';
import type { Edit } from '../../core/coverage/edits/schemas.ts';
import { demandBalance, passagesBetween } from '../../core/coverage/passages.ts';
import { Fault } from '../../core/fault.ts';
import type { KnownCaller } from '../../core/people/caller.ts';
import type { PlanStep } from '../../core/plans/schemas.ts';
import { isEditable } from '../../core/plans/workflow.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { demandSameRequest, type RequestKey } from '../../http/requestKey.ts';
import type { EditRow } from '../queries/planEditQueries.ts';
import * as records from '../queries/planEditQueries.ts';
import { codesOfOtherPlans, type PlanGrid, readStanding, writeStanding } from '../queries/planGridQueries.ts';
import type { PlanRow } from '../queries/planQueries.ts';
import * as queries from '../queries/planQueries.ts';
import { changeFromJson, changeToJson } from './changeJson.ts';
import { KeyedLock } from './keyedLock.ts';
import { advance, type PlanCoverage, type PlanCoverages } from './planCoverages.ts';
import { demandScope } from './planScope.ts';
import type { PreparedEdit, PrepareEdit } from './preparedEdit.ts';
import { reversal } from './reversal.ts';

/** An edit as it was recorded. */
export interface Recorded {
  plan: PlanRow;
  row: EditRow;
  change: Change;
  held: PlanCoverage;
  /** What this person could take back or do again, read in the same transaction. */
  undo: PlanStep | undefined;
  redo: PlanStep | undefined;
}

/** So often a ground that turned out to be old is built again within one edit. */
const MOST_TRIES = 3;

/**
 * Writes edits into a plan's record. One edit at a time per plan: the plan's row is locked, the change is worked out on the ground that
 * follows the record, and proven on the rows read under that lock (coverage.md, "An edit needs no look at the rest of the district").
 */
export class PlanEditing {
  readonly #db: Kysely<Tables>;
  readonly #district: string;
  readonly #grounds: PlanCoverages;
  readonly #locks = new KeyedLock();

  constructor(db: Kysely<Tables>, district: string, grounds: PlanCoverages) {
    this.#db = db;
    this.#district = district;
    this.#grounds = grounds;
  }

  edit(caller: KnownCaller, seen: PlanRow, edit: Edit, request: RequestKey | null): Promise<Recorded> {
    const prepare: PrepareEdit = async (trx, plan, ground) => {
      demandFresh(ground, edit.base ?? {});
      await reserveCodes(trx, plan, ground, edit);
      const change = changeFor(ground, edit);
      return { kind: 'edit', op: edit.op, note: change.note, of: null, args: edit, change };
    };
    return this.record(caller, seen, prepare, request);
  }

  /** Takes back the person's latest edit. Throws `conflict` when there is none, `stale` when its grids have changed since. */
  undo(caller: KnownCaller, seen: PlanRow, request: RequestKey | null): Promise<Recorded> {
    const prepare: PrepareEdit = async (trx, plan, ground) => {
      const step = await records.findUndoable(trx, plan.id, caller.principal.accountId);
      if (!step) throw new Fault('conflict', 'There is no edit of yours to undo in this plan.');
      return reversal(ground, await records.findApplication(trx, plan.id, step.revision, 'redo'), 'undo', step);
    };
    return this.record(caller, seen, prepare, request);
  }

  /** Does the edit again that the person undid last. Throws `conflict` when there is none, `stale` as `undo`. */
  redo(caller: KnownCaller, seen: PlanRow, request: RequestKey | null): Promise<Recorded> {
    const prepare: PrepareEdit = async (trx, plan, ground) => {
      const step = await records.findRedoable(trx, plan.id, caller.principal.accountId);
      if (!step) throw new Fault('conflict', 'There is no undone edit of yours to redo in this plan.');
      return reversal(ground, await records.findApplication(trx, plan.id, step.revision, 'undo'), 'redo', step);
    };
    return this.record(caller, seen, prepare, request);
  }

  /** Records what `prepare` makes of a plan that was read, as it stands by then; a request whose key is on record already is only answered again. */
  record(
    caller: KnownCaller,
    plan: PlanRow,
    prepare: PrepareEdit,
    request: RequestKey | null = null,
  ): Promise<Recorded> {
    const { id } = plan;
    return this.#locks.take(id, async () => {
      for (let attempt = 1; ; attempt++) {
        const seen = attempt === 1 ? plan : await queries.findPlan(this.#db, this.#district, id);
        if (!seen) throw new Fault('not-found', 'There is no such plan.');
        await this.#grounds.load(seen);
        const recorded = await inTransaction(this.#db, (trx) => this.#attempt(trx, caller, id, prepare, request));
        if (recorded) {
          advance(recorded.held, recorded.row);
          return recorded;
        }
        this.#grounds.drop(id);
        if (attempt === MOST_TRIES) throw new Fault('unavailable', 'The plan is changing too fast. Please try again.');
      }
    });
  }

  /** Null when the ground in memory is not the plan's any more. */
  async #attempt(
    trx: Transaction<Tables>,
    caller: KnownCaller,
    id: string,
    prepare: PrepareEdit,
    request: RequestKey | null,
  ): Promise<Recorded | null> {
    const plan = await queries.lockPlan(trx, this.#district, id);
    if (!plan) throw new Fault('not-found', 'There is no such plan.');
    const held = await this.#grounds.follow(trx, plan);
    if (!held || held.revision !== plan.revision) return null;
    const earlier = request && (await records.findRequest(trx, id, caller.principal.accountId, request.key));
    if (request && earlier) {
      demandSameRequest(earlier.request_sha256, request);
      return { plan, row: earlier, change: changeFromJson(earlier.change), held, ...(await stepsOf(trx, id, caller)) };
    }
    demandEditable(plan);
    const prepared = await prepare(trx, plan, held.ground);
    const laidOut = withIds(prepared.change);
    const standing = await readStanding(trx, this.#district, plan.id, plan.base_generation, codesOf(laidOut));
    if (!agrees(held.ground, laidOut, standing)) return null;
    const change = withBooks(laidOut, standing);
    demandScope(caller.principal, plan.scope, change, standing, prepared.takesBack ?? false);
    if (!bringsFaults(prepared)) checkChange(change, present(standing));
    const row = {
      ...this.#rowOf(plan, caller, prepared, change, standing),
      request_key: request?.key ?? null,
      request_sha256: request?.sha256 ?? null,
    };
    await records.insertEdit(trx, row);
    const written = await this.#write(trx, plan, change, standing, caller.now);
    return { plan: written, row, change, held, ...(await stepsOf(trx, id, caller)) };
  }

  #rowOf(
    plan: PlanRow,
    caller: KnownCaller,
    prepared: PreparedEdit,
    change: Change,
    standing: readonly PlanGrid[],
  ): Omit<EditRow, 'request_key' | 'request_sha256'> {
    const { kind, op, note, of, args, answer } = prepared;
    return {
      plan: plan.id,
      revision: plan.revision + 1,
      kind,
      op,
      note,
      of,
      args: JSON.stringify(args),
      change: changeToJson(change),
      reverse: changeToJson(reverseOf(change, present(standing))),
      bends: change.outline !== undefined,
      actor: caller.principal.accountId,
      actor_name: caller.principal.name,
      at: caller.now,
      request_answer: answer === undefined ? null : JSON.stringify(answer),
    };
  }

  async #write(
    trx: Transaction<Tables>,
    plan: PlanRow,
    change: Change,
    standing: readonly PlanGrid[],
    now: Date,
  ): Promise<PlanRow> {
    const before = new Map(standing.map((grid) => [grid.code, grid]));
    const put = change.put.map((grid): PlanGrid => ({ ...grid, revision: (before.get(grid.code)?.revision ?? 0) + 1 }));
    const gone = change.remove.flatMap((code): PlanGrid[] => {
      const grid = before.get(code);
      return grid ? [{ ...grid, area: null }] : [];
    });
    await writeStanding(trx, plan.id, [...put, ...gone]);
    return queries.updatePlan(trx, plan.id, { revision: plan.revision + 1, updated_at: now });
  }
}

async function stepsOf(
  trx: Transaction<Tables>,
  plan: string,
  { principal }: KnownCaller,
): Promise<Pick<Recorded, 'undo' | 'redo'>> {
  return {
    undo: await records.findUndoable(trx, plan, principal.accountId),
    redo: await records.findRedoable(trx, plan, principal.accountId),
  };
}

/** An import may bring faults, to be mended; and what takes it or a mend back brings them again. */
const bringsFaults = ({ kind, takesBack, change }: PreparedEdit): boolean =>
  change.mends === true && (kind === 'import' || takesBack === true);

/** Those of some grids that there are. */
const present = (standing: readonly PlanGrid[]): PutGrid[] =>
  standing.flatMap(({ area, ...grid }) => (area ? [{ ...grid, area }] : []));

/** A change with the books of its ground, which balance on the rows it is written over. */
function withBooks(change: Change, standing: readonly PlanGrid[]): Change {
  const before = present(standing);
  const passages = change.passages ?? passagesBetween(before, change.put);
  demandBalance(before, change.put, passages);
  return { ...change, passages };
}

function demandEditable(plan: PlanRow): void {
  if (isEditable(plan.state)) return;
  throw new Fault('conflict', `The plan is ${plan.state}: its borders stay as they are.`, [], { state: plan.state });
}

/** The sender must have seen the grids as they are: 409 `stale` names those that have moved on. */
function demandFresh(ground: EditableCoverage, base: Readonly<Record<string, number>>): void {
  const grids = Object.entries(base)
    .filter(([code, revision]) => (ground.find(code)?.revision ?? 0) !== revision)
    .map(([code]) => code)
    .sort();
  if (grids.length > 0) throw new Fault('stale', `Somebody has changed ${grids.join(', ')} meanwhile.`, [], { grids });
}

/** Other open plans give codes too: not the same ones, where that can be seen. */
async function reserveCodes(
  trx: Transaction<Tables>,
  plan: PlanRow,
  ground: EditableCoverage,
  edit: Edit,
): Promise<void> {
  const unit = edit.op === 'split' ? unitOf(edit.grid) : edit.op === 'assignUnit' ? edit.unit : null;
  if (unit !== null) ground.reserve(await codesOfOtherPlans(trx, plan.district, plan.id, [unit]));
}

/** What is new is given its id when it is recorded. */
const withIds = (change: Change): Change => ({
  ...change,
  put: change.put.map((grid) => (grid.id === '' ? { ...grid, id: randomUUID() } : grid)),
});

/** Does the ground in memory stand as the rows do, for the grids of a change? */
function agrees(ground: EditableCoverage, change: Change, standing: readonly PlanGrid[]): boolean {
  const rows = new Map(standing.map((grid) => [grid.code, grid]));
  return codesOf(change).every((code) => {
    const row = rows.get(code);
    const grid = ground.find(code);
    return (row?.area ? row.revision : null) === (grid ? grid.revision : null);
  });
}
