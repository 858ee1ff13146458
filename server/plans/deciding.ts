import { Fault } from '../core/fault.ts';
import type { PlanState } from '../core/plans/schemas.ts';
import type { PublishedCoverages } from '../coverage/publishedCoverages.ts';
import type { CoverageService } from '../coverage/service.ts';
import type { Database } from '../db/database.ts';
import { inTransaction, isDatabaseUnreachable } from '../db/transaction.ts';
import { holds, type Principal } from '../http/principal.ts';
import { auditPlan } from './planAudit.ts';
import { differences } from './planGridQueries.ts';
import type { PlanRow } from './planQueries.ts';
import * as queries from './planQueries.ts';
import { PLANNERS } from './planScope.ts';
import { collision, type Publisher, publishPlan } from './publishing.ts';
import type { PlansService } from './service.ts';

const APPROVERS = ['approver', 'admin'] as const;

/** What becomes of plans: submitted by a planner, returned or approved by somebody else, published once, or withdrawn. */
export class PlanDecisions {
  readonly #database: Database;
  readonly #coverage: CoverageService;
  readonly #published: PublishedCoverages;
  readonly #plans: PlansService;

  constructor(database: Database, coverage: CoverageService, published: PublishedCoverages, plans: PlansService) {
    this.#database = database;
    this.#coverage = coverage;
    this.#published = published;
    this.#plans = plans;
  }

  /** Throws `conflict` for a plan that changes nothing, `coverage-broken` for one with faults, `stale` for one that collides. */
  async submit(principal: Principal, id: string, note: string, address: string | null): Promise<PlanRow> {
    const plan = await this.#plans.find(principal, id);
    demandRole(principal, plan, PLANNERS);
    demandState(plan, ['draft', 'returned']);
    if (plan.collides_with.length > 0) throw collision(plan);
    const base = [{ id, base: plan.base_generation }];
    const different = (await differences(this.#database.kysely, plan.district, base)).get(id) ?? [];
    if (different.length === 0) throw new Fault('conflict', 'The plan changes nothing: there is nothing to approve.');
    const faults = await this.#plans.contents.faultsOf(plan);
    if (faults.length > 0)
      throw new Fault('coverage-broken', `The plan has ${faults.length} faults; mend them first.`, [], { faults });
    return this.#move(plan, ['draft', 'returned'], 'submitted', principal, note, address, {
      submitted_at: new Date(),
      submitted_by: principal.accountId,
      submitted_by_name: principal.name,
      approved_at: null,
      approved_by: null,
      approved_by_name: null,
    });
  }

  async return(principal: Principal, id: string, note: string, address: string | null): Promise<PlanRow> {
    const plan = await this.#plans.find(principal, id);
    demandOtherApprover(principal, plan);
    return this.#move(plan, ['submitted', 'approved'], 'returned', principal, note, address, {
      publish_at: null,
      approved_at: null,
      approved_by: null,
      approved_by_name: null,
    });
  }

  async approve(principal: Principal, id: string, note: string, address: string | null): Promise<PlanRow> {
    const plan = await this.#plans.find(principal, id);
    demandOtherApprover(principal, plan);
    if (plan.collides_with.length > 0) throw collision(plan);
    return this.#move(plan, ['submitted'], 'approved', principal, note, address, {
      approved_at: new Date(),
      approved_by: principal.accountId,
      approved_by_name: principal.name,
    });
  }

  async withdraw(principal: Principal, id: string, note: string, address: string | null): Promise<PlanRow> {
    const plan = await this.#plans.find(principal, id);
    demandRole(principal, plan, PLANNERS);
    const open = ['draft', 'submitted', 'approved', 'returned'] as const;
    return this.#move(plan, open, 'withdrawn', principal, note, address, { publish_at: null });
  }

  /** Publishes now, or sets the time at which the plan is published by itself. */
  async publish(
    principal: Principal,
    id: string,
    at: Date | null,
    note: string,
    address: string | null,
  ): Promise<PlanRow> {
    const plan = await this.#plans.find(principal, id);
    demandOtherApprover(principal, plan);
    demandState(plan, ['approved']);
    if (at && at.getTime() > Date.now())
      return this.#move(plan, ['approved'], 'approved', principal, note || plan.decision_note, address, {
        publish_at: at,
        publish_by_name: principal.username,
      });
    await this.#publish(id, { name: principal.username, note, address });
    return (await queries.findPlan(this.#database.kysely, plan.district, id)) as PlanRow;
  }

  /**
   * Publishes the plans whose time has come; after a standstill those that are late. In several processes each is published once. One
   * that cannot be published stays approved without a time, and says why.
   */
  async publishDue(now: Date): Promise<void> {
    const due = await this.#database.kysely
      .selectFrom('plans')
      .select(['id', 'publish_by_name'])
      .where('district', '=', this.#coverage.district)
      .where('state', '=', 'approved')
      .where('publish_at', '<=', now)
      .orderBy('publish_at')
      .execute();
    for (const { id, publish_by_name } of due) {
      try {
        await this.#publish(id, { name: publish_by_name ?? 'system', note: '', address: null });
      } catch (error) {
        if (isDatabaseUnreachable(error)) throw error;
        await this.#giveUp(id, error);
      }
    }
  }

  async #publish(id: string, publisher: Publisher): Promise<void> {
    await publishPlan(this.#database, this.#coverage, this.#plans, id, publisher, new Date());
    await this.#published.refresh();
  }

  async #giveUp(id: string, error: unknown): Promise<void> {
    // Another process has published it: then there is nothing to give up.
    const reason = error instanceof Fault ? error.detail : 'Something went wrong while it was published.';
    await inTransaction(this.#database.kysely, async (trx) => {
      const plan = await queries.lockPlan(trx, this.#coverage.district, id);
      if (plan?.state !== 'approved') return;
      await queries.updatePlan(trx, id, { publish_at: null, decision_note: reason, updated_at: new Date() });
      await auditPlan(trx, plan, 'publish-failed', 'system', reason, null);
    });
  }

  async #move(
    plan: PlanRow,
    from: readonly PlanState[],
    to: PlanState,
    principal: Principal,
    note: string,
    address: string | null,
    change: Partial<PlanRow>,
  ): Promise<PlanRow> {
    return inTransaction(this.#database.kysely, async (trx) => {
      const locked = await queries.lockPlan(trx, plan.district, plan.id);
      if (!locked) throw new Fault('not-found', 'There is no such plan.');
      demandState(locked, from);
      if (to === 'submitted' && locked.revision !== plan.revision)
        throw new Fault('conflict', 'The plan was edited at this moment. Look at it again before submitting it.');
      const moved = await queries.updatePlan(trx, plan.id, {
        ...change,
        state: to,
        decision_note: note,
        updated_at: new Date(),
      });
      const action = to === 'approved' && change.publish_at ? 'schedule' : VERBS[to];
      await auditPlan(trx, moved, action, principal.username, note, address);
      return moved;
    });
  }
}

const VERBS: Record<PlanState, string> = {
  draft: 'edit',
  submitted: 'submit',
  approved: 'approve',
  published: 'publish',
  returned: 'return',
  withdrawn: 'withdraw',
};

function demandRole(principal: Principal, plan: PlanRow, roles: Parameters<typeof holds>[1]): void {
  if (!holds(principal, roles, plan.scope)) throw new Fault('forbidden', `Your roles do not cover ${plan.scope}.`);
}

/** Four eyes: whoever submitted a plan does not decide on it, with whatever role or token. */
function demandOtherApprover(principal: Principal, plan: PlanRow): void {
  demandRole(principal, plan, APPROVERS);
  if (plan.submitted_by === principal.accountId)
    throw new Fault('forbidden', 'You submitted this plan: somebody else has to decide on it.');
}

function demandState(plan: PlanRow, states: readonly PlanState[]): void {
  if (states.includes(plan.state)) return;
  throw new Fault('conflict', `The plan is ${plan.state}; this needs ${states.join(' or ')}.`, [], {
    state: plan.state,
  });
}
