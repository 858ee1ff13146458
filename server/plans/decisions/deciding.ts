import type { Kysely, Transaction } from 'kysely';
import { Fault } from '../../core/fault.ts';
import { type KnownCaller, serviceCaller } from '../../core/people/caller.ts';
import type { PlanVerb } from '../../core/plans/schemas.ts';
import type { WorkflowVerb } from '../../core/plans/workflow.ts';
import type { CoverageService, PublishedCoverages } from '../../coverage/service.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { demandSameRequest, type RequestKey } from '../../http/requestKey.ts';
import { appendToThread, findDecision } from '../queries/planEvents.ts';
import { differences } from '../queries/planGridQueries.ts';
import type { PlanRow } from '../queries/planQueries.ts';
import * as queries from '../queries/planQueries.ts';
import type { PlansService } from '../service.ts';
import { demandApproval, mayStillApprove } from '../workflow/approval.ts';
import { tellOfPlan } from '../workflow/planAudit.ts';
import { demandStep } from '../workflow/planSteps.ts';
import { collision, demandRead, type Publisher, publishPlan } from '../workflow/publishing.ts';
import { followSchedule, type JobsForPlans, PUBLICATION } from './scheduledJobs.ts';

/** What somebody decides: the revision they have read, their words, and what the request was sent with. */
export interface DecisionOrder {
  /** Null where nothing depends on it. */
  revision: number | null;
  note: string;
  request: RequestKey | null;
}

interface Move {
  /** The step of the workflow, asked under the lock. */
  step: Exclude<WorkflowVerb, 'edit' | 'publish'>;
  /** What has to hold besides. */
  demand?: (trx: Transaction<Tables>, plan: PlanRow) => Promise<void>;
  change: (plan: PlanRow, now: Date) => Partial<PlanRow>;
  /** What it is called in the thread, where that is another word. */
  verb?: (plan: PlanRow) => PlanVerb;
}

const NOT_APPROVED = { approved_at: null, approved_by: null, approved_by_name: null, approved_revision: null };
const NOT_SCHEDULED = { publish_at: null, publish_by: null, publish_by_name: null };
const UNSCHEDULE: Move = { step: 'unschedule', change: () => NOT_SCHEDULED };

/**
 * What becomes of plans: submitted by a planner, returned or approved by somebody with no hand in them, published once, or withdrawn.
 * Each decision is about a revision that was read, and is an entry of the plan's thread. The same request sent again is answered with
 * the plan as it stands.
 */
export class PlanDecisions {
  readonly #db: Kysely<Tables>;
  readonly #coverage: CoverageService;
  readonly #published: PublishedCoverages;
  readonly #plans: PlansService;
  readonly #jobs: JobsForPlans;

  constructor(
    db: Kysely<Tables>,
    coverage: CoverageService,
    published: PublishedCoverages,
    plans: PlansService,
    jobs: JobsForPlans,
  ) {
    this.#db = db;
    this.#jobs = jobs;
    this.#coverage = coverage;
    this.#published = published;
    this.#plans = plans;
  }

  /** Throws `conflict` for a plan that changes nothing, `coverage-broken` for one with faults, `stale` for one that collides. */
  submit(caller: KnownCaller, id: string, order: DecisionOrder): Promise<PlanRow> {
    return this.#once(caller, id, order, async (plan) => {
      await demandStep(this.#db, plan, caller.principal, 'submit');
      await demandRead(this.#db, plan, order.revision);
      if (plan.collides_with.length > 0) throw collision(plan);
      const base = [{ id, base: plan.base_generation }];
      const different = (await differences(this.#db, plan.district, base)).get(id) ?? [];
      if (different.length === 0) throw new Fault('conflict', 'The plan changes nothing: there is nothing to approve.');
      const faults = await this.#plans.contents.faultsOf(plan);
      if (faults.length > 0)
        throw new Fault('coverage-broken', `The plan has ${faults.length} faults; mend them first.`, [], { faults });
      return this.#move(plan, caller, order, {
        step: 'submit',
        change: (_plan, now) => ({
          submitted_at: now,
          submitted_by: caller.principal.accountId,
          submitted_by_name: caller.principal.name,
          ...NOT_APPROVED,
        }),
      });
    });
  }

  return(caller: KnownCaller, id: string, order: DecisionOrder): Promise<PlanRow> {
    return this.#once(caller, id, order, (plan) =>
      this.#move(plan, caller, order, {
        step: 'return',
        change: () => ({ ...NOT_SCHEDULED, ...NOT_APPROVED }),
      }),
    );
  }

  /** An approved plan is approved anew where the right of whoever approved it has ended. */
  approve(caller: KnownCaller, id: string, order: DecisionOrder): Promise<PlanRow> {
    return this.#once(caller, id, order, (plan) =>
      this.#move(plan, caller, order, {
        step: 'approve',
        demand: async (_trx, locked) => {
          if (locked.collides_with.length > 0) throw collision(locked);
        },
        change: ({ revision }, now) => ({
          approved_at: now,
          approved_by: caller.principal.accountId,
          approved_by_name: caller.principal.name,
          approved_revision: revision,
        }),
      }),
    );
  }

  withdraw(caller: KnownCaller, id: string, order: DecisionOrder): Promise<PlanRow> {
    return this.#once(caller, id, order, (plan) =>
      this.#move(plan, caller, order, {
        step: 'withdraw',
        change: () => NOT_SCHEDULED,
      }),
    );
  }

  /** Adds words to the thread that decide nothing: a planner's answer to a return, an approver's question. */
  answer(caller: KnownCaller, id: string, order: DecisionOrder): Promise<PlanRow> {
    if (order.note === '')
      throw new Fault('invalid-input', 'An answer needs words.', [{ path: '/note', message: 'is empty' }]);
    return this.#once(caller, id, order, (plan) =>
      this.#move(plan, caller, order, {
        step: 'answer',
        change: () => ({}),
      }),
    );
  }

  /** Calls a set time off; the plan stays approved. */
  unschedule(caller: KnownCaller, id: string, order: DecisionOrder): Promise<PlanRow> {
    return this.#once(caller, id, order, (plan) => this.#move(plan, caller, order, UNSCHEDULE));
  }

  /** The same as part of something else. Throws what forbids it. */
  async unscheduleWithin(trx: Transaction<Tables>, caller: KnownCaller, id: string): Promise<void> {
    const order: DecisionOrder = { revision: null, note: '', request: null };
    await this.#moveWithin(trx, { id, district: this.#coverage.district }, caller, order, UNSCHEDULE);
  }

  /** Publishes now, or sets the time at which the plan is published by itself; another time takes the place of the one that was set. */
  publish(caller: KnownCaller, id: string, at: Date | null, order: DecisionOrder): Promise<PlanRow> {
    return this.#once(caller, id, order, async (plan) => {
      if (at && at > caller.now)
        return this.#move(plan, caller, order, {
          step: 'schedule',
          demand: demandApproval,
          verb: ({ publish_at }) => (publish_at ? 'reschedule' : 'schedule'),
          change: () => ({
            publish_at: at,
            publish_by: caller.principal.accountId,
            publish_by_name: caller.principal.username,
          }),
        });
      await demandStep(this.#db, plan, caller.principal, 'publish');
      await demandRead(this.#db, plan, order.revision);
      await this.#publish(id, {
        account: { accountId: caller.principal.accountId, name: caller.principal.name },
        username: caller.principal.username,
        words: order.note,
        caller,
        read: order.revision,
        request: order.request,
        demand: async (trx, locked) => {
          await demandStep(trx, locked, caller.principal, 'publish');
          await demandApproval(trx, locked);
        },
        afterwards: (trx) => this.#jobs.withdraw(trx, PUBLICATION, id, caller.now),
      });
      return this.#find(id);
    });
  }

  /**
   * Publishes a plan at the time that was set for it, and gives its generation; one that was published then already is left as it is. Throws
   * what stands in its way, `unavailable` for what passes by itself.
   */
  async publishAtItsTime(id: string, now: Date): Promise<number> {
    const plan = await this.#find(id);
    if (plan.state === 'published' && plan.generation !== null) return plan.generation;
    const { publish_by, publish_by_name } = plan;
    return this.#publish(id, {
      account: null,
      username: publish_by_name ?? 'system',
      words: '',
      caller: serviceCaller(now),
      read: null,
      request: null,
      demand: (trx, locked) => demandScheduled(trx, locked, publish_by, now),
    });
  }

  /** Leaves a plan approved without the time that was set for it, and says why. */
  async giveUp(trx: Transaction<Tables>, id: string, reason: string, now: Date): Promise<void> {
    const plan = await queries.lockPlan(trx, this.#coverage.district, id);
    // Somebody has published it, or set another time: then there is nothing to give up.
    if (plan?.state !== 'approved' || plan.publish_at === null || plan.publish_at > now) return;
    const left = await queries.updatePlan(trx, id, { ...NOT_SCHEDULED, decision_note: reason, updated_at: now });
    await appendToThread(trx, left, { verb: 'publish-failed', by: null, words: reason, at: now });
    await tellOfPlan(trx, left, 'publish-failed', serviceCaller(now), reason);
  }

  async #publish(id: string, publisher: Publisher): Promise<number> {
    const generation = await publishPlan(this.#db, this.#coverage, this.#plans, id, publisher);
    await this.#published.refresh();
    return generation;
  }

  async #find(id: string): Promise<PlanRow> {
    const plan = await queries.findPlan(this.#db, this.#coverage.district, id);
    if (!plan) throw new Fault('not-found', 'There is no such plan.');
    return plan;
  }

  /** Decides, unless the same request has been carried out before: then the plan is given as it stands. */
  async #once(
    caller: KnownCaller,
    id: string,
    { request }: DecisionOrder,
    decide: (plan: PlanRow) => Promise<PlanRow>,
  ): Promise<PlanRow> {
    const plan = await this.#plans.findCurrent(caller, id);
    if (request && (await this.#isDone(id, caller, request))) return plan;
    try {
      return await decide(plan);
    } catch (error) {
      // Sent twice at the same moment, the other one may have been first.
      if (request && error instanceof Fault && (await this.#isDone(id, caller, request))) return this.#find(id);
      throw error;
    }
  }

  async #isDone(plan: string, { principal: { accountId } }: KnownCaller, request: RequestKey): Promise<boolean> {
    const earlier = await findDecision(this.#db, plan, accountId, request.key);
    if (earlier) demandSameRequest(earlier.request_sha256, request);
    return earlier !== undefined;
  }

  #move(plan: PlanRow, caller: KnownCaller, order: DecisionOrder, move: Move): Promise<PlanRow> {
    return inTransaction(this.#db, (trx) => this.#moveWithin(trx, plan, caller, order, move));
  }

  async #moveWithin(
    trx: Transaction<Tables>,
    { id, district }: Pick<PlanRow, 'id' | 'district'>,
    caller: KnownCaller,
    order: DecisionOrder,
    move: Move,
  ): Promise<PlanRow> {
    const locked = await queries.lockPlan(trx, district, id);
    if (!locked) throw new Fault('not-found', 'There is no such plan.');
    const { now, principal } = caller;
    const state = await demandStep(trx, locked, principal, move.step);
    await move.demand?.(trx, locked);
    await demandRead(trx, locked, order.revision);
    const words = order.note === '' ? {} : { decision_note: order.note };
    const change = { state, ...move.change(locked, now), ...words, updated_at: now };
    const moved = await queries.updatePlan(trx, id, change);
    const verb = move.verb?.(locked) ?? move.step;
    const publishAt = verb === 'schedule' || verb === 'reschedule' ? moved.publish_at : null;
    const { note, request } = order;
    await appendToThread(trx, moved, { verb, by: principal, words: note, at: now, publishAt, request });
    await tellOfPlan(trx, moved, verb, caller, note);
    await followSchedule(trx, this.#jobs, { before: locked, after: moved, owner: principal, now });
    return moved;
  }
}

/** When a plan is due, the rights of those who approved it and set the time are asked again; and its time must still be set. */
async function demandScheduled(
  trx: Transaction<Tables>,
  plan: PlanRow,
  scheduler: string | null,
  now: Date,
): Promise<void> {
  if (plan.publish_at === null || plan.publish_at > now || plan.publish_by !== scheduler)
    throw new Fault('conflict', 'The time was changed at this moment.');
  if (!(await mayStillApprove(trx, plan, scheduler)))
    throw new Fault(
      'forbidden',
      `Whoever set the time (${plan.publish_by_name ?? 'unknown'}) may not publish any more.`,
    );
  await demandApproval(trx, plan);
}
