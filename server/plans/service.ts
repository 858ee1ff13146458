import type { Books } from '../core/coverage/books.ts';
import type { Change } from '../core/coverage/change.ts';
import type { EditableCoverage } from '../core/coverage/editableCoverage.ts';
import type { Edit } from '../core/coverage/edits/schemas.ts';
import type { Grid, Named } from '../core/coverage/model.ts';
import { Fault } from '../core/fault.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import { covers, holds } from '../core/people/rights.ts';
import type { NewPlan, NewPlanComment } from '../core/plans/requests.ts';
import type {
  EditAnswer,
  PlanComment,
  PlanDetail,
  PlanEvent,
  PlanRecord,
  PlanState,
  PlanSummary,
} from '../core/plans/schemas.ts';
import { isEditable, OPEN_STATES } from '../core/plans/workflow.ts';
import type { Database } from '../db/database.ts';
import { inTransaction } from '../db/transaction.ts';
import { demandSameRequest, type RequestKey } from '../http/requestKey.ts';
import { PlanEditing, type Recorded } from './edits/editing.ts';
import { PlanCoverages } from './edits/planCoverages.ts';
import type { PreparedEdit, PrepareEdit } from './edits/preparedEdit.ts';
import { demandPlanner, maySee, outOfScope, ownScope, readableScopes } from './planRights.ts';
import * as comments from './queries/comments.ts';
import * as records from './queries/planEditQueries.ts';
import { readThread } from './queries/planEvents.ts';
import { codesOfOtherPlans, differentCodes } from './queries/planGridQueries.ts';
import type { PlanRow } from './queries/planQueries.ts';
import * as queries from './queries/planQueries.ts';
import { discardConflicts } from './rebase/discardConflicts.ts';
import { rebase } from './rebase/rebasing.ts';
import { PlanBooks } from './views/planBooks.ts';
import { PlanContents, type PlanContentsDeps, standing } from './views/planContents.ts';
import { planRecord, planSummary } from './views/planViews.ts';
import { auditPlan } from './workflow/planAudit.ts';
import { allowedActions } from './workflow/planSteps.ts';
import { latestGeneration } from './workflow/publishing.ts';

/** Who is at a plan: those who edited it so recently. */
const EDITORS_WITHIN_MS = 120_000;

/** Records are never taken back, so nothing is proposed in the place of one. */
const alreadyRecorded: PrepareEdit = () => Promise.reject(new Error('The record of a request is gone.'));

/** What a draft starts from. */
interface PlanGroundForDrafts {
  scope: string;
  grids: readonly Grid[];
  units: readonly Named[];
  newCodes: (unit: string, count: number) => string[];
}

/** What plans are made of besides: which plans somebody finds is asked within the areas they may read. */
export interface PlansDeps extends PlanContentsDeps {
  within: Database['within'];
}

/** Plans and their edits: branches of a generation that stay proven. What becomes of a plan is decided in `deciding.ts`. */
export class PlansService {
  readonly #deps: PlansDeps;
  readonly #grounds: PlanCoverages;
  readonly #editing: PlanEditing;
  readonly books: PlanBooks;
  /** What a plan amounts to, for whoever may see it. */
  readonly contents: PlanContents;

  constructor(deps: PlansDeps) {
    this.#deps = deps;
    this.#grounds = new PlanCoverages(deps.db, deps.coverage);
    this.books = new PlanBooks(deps.coverage.district, deps.proofs);
    this.contents = new PlanContents(deps, this.#grounds, this.books);
    this.#editing = new PlanEditing(deps.db, deps.coverage.district, this.#grounds);
  }

  get grounds(): PlanCoverages {
    return this.#grounds;
  }

  /** Begins a plan on the newest generation. The same idempotency key gives the same plan. */
  async create(caller: KnownCaller, wish: NewPlan, request: RequestKey | null): Promise<PlanSummary> {
    const { db, coverage } = this.#deps;
    const scope = wish.scope ?? ownScope(caller.principal, coverage.district);
    if (!covers(coverage.district, scope)) throw outOfScope(scope);
    if (!holds(caller.principal.roles, 'planBorders', scope)) throw outOfScope(scope);
    const base = await latestGeneration(db, coverage.district);
    const { now } = caller;
    const row = {
      district: coverage.district,
      scope,
      title: wish.title.trim(),
      note: wish.note?.trim() ?? '',
      state: 'draft' as const,
      base_generation: base,
      created_at: now,
      created_by: caller.principal.accountId,
      created_by_name: caller.principal.name,
      updated_at: now,
      idempotency_key: request?.key ?? null,
      request_sha256: request?.sha256 ?? null,
    };
    const inserted = await inTransaction(db, async (trx) => {
      const made = await queries.insertPlan(trx, row);
      if (made) await auditPlan(trx, made, 'create', caller, made.note);
      return made;
    });
    const plan = inserted ?? (await queries.findByIdempotencyKey(db, caller.principal.accountId, request?.key ?? ''));
    if (!plan) throw new Fault('unavailable', 'The plan could not be made. Please try again.');
    if (!inserted && request) demandSameRequest(plan.request_sha256, request);
    return planSummary(plan, await this.books.of(db, plan), this.#newest);
  }

  async list(
    caller: KnownCaller,
    limit: number,
    before: queries.PlanCursor | null,
    states: readonly PlanState[],
  ): Promise<PlanSummary[]> {
    const { district } = this.#deps.coverage;
    const scopes = readableScopes(caller.principal);
    const plans = await queries.listPlans(this.#deps.within(scopes), {
      district,
      limit,
      before,
      states,
      scopes,
    });
    const books = await this.books.ofAll(this.#deps.db, plans);
    return plans.map((plan) => planSummary(plan, books.get(plan.id) as Books, this.#newest));
  }

  /** The plan's row as it is, read within the areas of this person. Throws `not-found` for what they may not see. */
  async find(caller: KnownCaller, id: string): Promise<queries.SeenPlan> {
    const seen = this.#deps.within(readableScopes(caller.principal));
    const plan = await queries.findPlan(seen, this.#deps.coverage.district, id);
    if (!plan || !maySee(caller.principal, plan)) throw new Fault('not-found', 'There is no such plan.');
    return plan;
  }

  /** The same before something is done to it: moved onto the newest generation where that goes by itself. */
  async findCurrent(caller: KnownCaller, id: string): Promise<PlanRow> {
    const plan = await this.find(caller, id);
    return rebase(this.#deps.db, plan, plan.latest_generation, caller.now);
  }

  /** Moves the open plans onto the newest generation where that goes by itself; each says what became of it. */
  async followPublication(now: Date): Promise<void> {
    const { db, coverage } = this.#deps;
    for (const { id } of await queries.plansBehind(db, coverage.district, OPEN_STATES)) {
      const plan = await queries.findPlan(db, coverage.district, id);
      if (plan) await rebase(db, plan, plan.latest_generation, now);
    }
  }

  async get(caller: KnownCaller, id: string): Promise<PlanDetail> {
    return this.detail(caller, await this.find(caller, id));
  }

  async detail(caller: KnownCaller, plan: PlanRow): Promise<PlanDetail> {
    const kysely = this.#deps.db;
    const { may, own } = await allowedActions(kysely, plan, caller.principal);
    return {
      ...planSummary(plan, await this.books.of(kysely, plan), this.#newest),
      undo: (await records.findUndoable(kysely, plan.id, caller.principal.accountId)) ?? null,
      redo: (await records.findRedoable(kysely, plan.id, caller.principal.accountId)) ?? null,
      editors: await records.recentActors(kysely, plan.id, new Date(caller.now.getTime() - EDITORS_WITHIN_MS)),
      may,
      ownWork: own,
      faultCount: (await this.contents.mayHaveFaults(plan)) ? (await this.contents.faultsOf(plan)).length : 0,
    };
  }

  async rename(caller: KnownCaller, id: string, change: { title?: string; note?: string }): Promise<PlanDetail> {
    const plan = await this.findCurrent(caller, id);
    demandPlanner(caller.principal, plan);
    const kysely = this.#deps.db;
    if (!isEditable(plan.state)) throw new Fault('conflict', `The plan is ${plan.state} and stays as it is.`);
    const renamed = await inTransaction(kysely, async (trx) => {
      const locked = await queries.lockPlan(trx, plan.district, id);
      if (locked?.state !== plan.state) throw new Fault('conflict', 'The plan has moved on at this moment.');
      const written = {
        ...(change.title === undefined ? {} : { title: change.title.trim() }),
        ...(change.note === undefined ? {} : { note: change.note.trim() }),
      };
      const row = await queries.updatePlan(trx, id, { ...written, updated_at: caller.now });
      await auditPlan(trx, row, 'rename', caller, row.note);
      return row;
    });
    return this.detail(caller, renamed);
  }

  /** Edits a plan. The same idempotency key is recorded once, and answered as often as it comes. */
  async edit(caller: KnownCaller, id: string, edit: Edit, request: RequestKey | null = null): Promise<EditAnswer> {
    const plan = await this.findCurrent(caller, id);
    demandPlanner(caller.principal, plan);
    return this.#answerAndMove(caller, await this.#editing.edit(caller, plan, edit, request));
  }

  async undo(caller: KnownCaller, id: string, request: RequestKey | null = null): Promise<EditAnswer> {
    const plan = await this.findCurrent(caller, id);
    demandPlanner(caller.principal, plan);
    return this.#answerAndMove(caller, await this.#editing.undo(caller, plan, request));
  }

  async redo(caller: KnownCaller, id: string, request: RequestKey | null = null): Promise<EditAnswer> {
    const plan = await this.findCurrent(caller, id);
    demandPlanner(caller.principal, plan);
    return this.#answerAndMove(caller, await this.#editing.redo(caller, plan, request));
  }

  /**
   * Moves a plan onto the newest generation. Where both changed the same grids, `drop` gives up what the plan did around them; throws
   * `stale` with the grids that collide, and with those that `drop` has to name.
   */
  async rebase(caller: KnownCaller, id: string, drop: readonly string[]): Promise<PlanDetail> {
    const plan = await this.findCurrent(caller, id);
    demandPlanner(caller.principal, plan);
    if (plan.collides_with.length === 0) return this.detail(caller, plan);
    const base = await this.#deps.coverage.choose({ generation: plan.base_generation });
    await this.#editing.record(caller, plan, async (trx, locked) => {
      if (locked.collides_with.length === 0 || locked.base_generation !== base.generation)
        throw new Fault('conflict', 'The plan has moved on meanwhile. Please look at it again.');
      const sources = {
        records: await records.readLinks(trx, id),
        bends: await records.readBends(trx, id),
        different: (await differentCodes(trx, [locked])).get(id) ?? [],
        colliding: locked.collides_with,
        baseGrids: base.grids,
      };
      const change = discardConflicts(sources, drop);
      return { kind: 'edit', op: 'drop', note: change.note, of: null, args: { drop }, change, takesBack: true };
    });
    // What collided is gone: now it can be moved.
    return this.detail(caller, await this.findCurrent(caller, id));
  }

  /** Records a change worked out elsewhere, checked like any other. Throws `stale` when its grids have moved on since its base. */
  async applyChange(
    caller: KnownCaller,
    id: string,
    edit: Pick<PreparedEdit, 'kind' | 'op' | 'note' | 'args' | 'answer'>,
    change: Change,
    request: RequestKey | null = null,
  ): Promise<EditAnswer> {
    const plan = await this.findCurrent(caller, id);
    demandPlanner(caller.principal, plan);
    const prepare: PrepareEdit = async (_trx, _plan, ground) => {
      const grids = Object.entries(change.base)
        .filter(([code, revision]) => (ground.find(code) ? ground.revisionOf(code) : 0) !== revision)
        .map(([code]) => code);
      const taken = change.put.filter(({ code, id: own }) => own === '' && ground.find(code)).map(({ code }) => code);
      const moved = [...new Set([...grids, ...taken])].sort();
      if (moved.length > 0) throw new Fault('stale', `${moved.join(', ')} changed meanwhile.`, [], { grids: moved });
      return { ...edit, of: null, change };
    };
    return this.#answer(await this.#editing.record(caller, plan, prepare, request));
  }

  /** What a request that is on record was answered; null for one that is not. Throws `key-reused` when another one had its key. */
  async answeredBefore(
    caller: KnownCaller,
    id: string,
    request: RequestKey,
  ): Promise<{ edit: EditAnswer; answer: unknown } | null> {
    const plan = await this.find(caller, id);
    const kysely = this.#deps.db;
    const row = await records.findRequest(kysely, id, caller.principal.accountId, request.key);
    if (!row) return null;
    demandSameRequest(row.request_sha256, request);
    const recorded = await this.#editing.record(caller, plan, alreadyRecorded, request);
    return { edit: this.#answer(recorded), answer: JSON.parse(row.request_answer ?? '{}') };
  }

  /** The plan as it is now, for drafts. Throws when this person may not edit it now. */
  async draftGround(caller: KnownCaller, id: string): Promise<PlanGroundForDrafts> {
    const plan = await this.findCurrent(caller, id);
    const ground = await this.groundForEdit(caller, id);
    const units = [...ground.units.values()];
    const kysely = this.#deps.db;
    ground.reserve(
      await codesOfOtherPlans(
        kysely,
        plan.district,
        id,
        units.map(({ code }) => code),
      ),
    );
    return {
      scope: plan.scope,
      grids: [...ground.grids()],
      units,
      newCodes: (unit: string, count: number) => ground.newCodes(unit, count),
    };
  }

  /** The ground of a plan that this person may edit now. */
  async groundForEdit(caller: KnownCaller, id: string): Promise<EditableCoverage> {
    const plan = await this.findCurrent(caller, id);
    demandPlanner(caller.principal, plan);
    if (!isEditable(plan.state))
      throw new Fault('conflict', `The plan is ${plan.state}: its borders stay as they are.`);
    return (await this.#grounds.load(plan)).ground;
  }

  /** What was decided and said about a plan, oldest first. */
  async thread(caller: KnownCaller, id: string): Promise<PlanEvent[]> {
    await this.find(caller, id);
    return readThread(this.#deps.db, id);
  }

  async comments(caller: KnownCaller, id: string): Promise<PlanComment[]> {
    await this.find(caller, id);
    return comments.listComments(this.#deps.db, id);
  }

  async comment(
    caller: KnownCaller,
    id: string,
    comment: NewPlanComment,
    request: RequestKey | null,
  ): Promise<PlanComment> {
    const plan = await this.find(caller, id);
    if (comment.grid && !covers(plan.district, comment.grid))
      throw new Fault('invalid-input', `${comment.grid} is no grid of this district.`, [
        { path: '/grid', message: `begins with ${plan.district}` },
      ]);
    return inTransaction(this.#deps.db, async (trx) => {
      const { made, isNew } = await comments.addComment(trx, id, caller, comment, request);
      if (isNew) await auditPlan(trx, plan, 'comment', caller, made.text);
      return made;
    });
  }

  async resolve(caller: KnownCaller, id: string, comment: string): Promise<PlanComment> {
    const plan = await this.find(caller, id);
    return inTransaction(this.#deps.db, async (trx) => {
      const settled = await comments.resolveComment(trx, id, comment, caller.now);
      await auditPlan(trx, plan, 'settle-comment', caller, settled.text);
      return settled;
    });
  }

  async record(caller: KnownCaller, id: string, limit: number, before: number | null): Promise<PlanRecord[]> {
    await this.find(caller, id);
    return (await records.listEdits(this.#deps.db, id, limit, before)).map(planRecord);
  }

  get #newest(): number {
    return this.#deps.coverage.current().generation;
  }

  /** What collided with a newer generation may collide no more. */
  async #answerAndMove(caller: KnownCaller, recorded: Recorded): Promise<EditAnswer> {
    const answer = this.#answer(recorded);
    if (recorded.plan.collides_with.length > 0) await this.findCurrent(caller, recorded.plan.id);
    return answer;
  }

  #answer({ plan, row, change, held, undo, redo }: Recorded): EditAnswer {
    const codes = [...change.put.map(({ code }) => code), ...change.remove].sort();
    return {
      edit: planRecord({ ...row, grids: codes }),
      revision: plan.revision,
      ...standing(held.ground, codes),
      undo: undo ?? null,
      redo: redo ?? null,
    };
  }
}
