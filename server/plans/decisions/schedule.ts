import type { Kysely } from 'kysely';
import { Fault } from '../../core/fault.ts';
import type { JobOwner } from '../../core/jobs/schemas.ts';
import type { KnownCaller } from '../../core/people/caller.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type JobContext, JobDelayed, type JobEnd } from '../../jobs/jobKinds.ts';
import type { Jobs } from '../../jobs/service.ts';
import { lockPlan, plansScheduled } from '../queries/planQueries.ts';
import type { PlansService } from '../service.ts';
import type { PlanDecisions } from './deciding.ts';
import { PUBLICATION, type PublicationInput, publicationOf } from './scheduledJobs.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Publishes plans at the time that was set for them. */
    planSchedule: PlanSchedule;
  }
}

/** Plans that are published at a time that was set: a job each, done by whichever process takes it when it is due. */
export class PlanSchedule {
  readonly #db: Kysely<Tables>;
  readonly #district: string;
  readonly #plans: Pick<PlansService, 'find'>;
  readonly #decisions: PlanDecisions;
  readonly #jobs: Jobs;

  constructor(
    db: Kysely<Tables>,
    district: string,
    plans: Pick<PlansService, 'find'>,
    decisions: PlanDecisions,
    jobs: Jobs,
  ) {
    this.#db = db;
    this.#district = district;
    this.#plans = plans;
    this.#decisions = decisions;
    this.#jobs = jobs;
    jobs.register({
      name: PUBLICATION,
      unit: 'generation',
      atOnce: 1,
      mostWaiting: Number.POSITIVE_INFINITY,
      asksRights: true,
      run: (input, context) => this.#run(input as PublicationInput, context),
      maySee: (caller, { subject }) => this.#maySee(caller, subject),
      cancel: (trx, caller, { subject }) => decisions.unscheduleWithin(trx, caller, subject),
      fail: (trx, { subject }, { detail }, now) => decisions.giveUp(trx, subject, detail, now),
    });
  }

  /** Gives plans whose time was set without a job (by an earlier version, in a backup) theirs. */
  async takeUp(now: Date): Promise<void> {
    for (const { id } of await plansScheduled(this.#db, this.#district))
      await inTransaction(this.#db, async (trx) => {
        const plan = await lockPlan(trx, this.#district, id);
        if (!plan?.publish_at || !plan.publish_by || (await this.#jobs.isOpen(trx, PUBLICATION, id))) return;
        const { publish_by: accountId, publish_by_name } = plan;
        const name = publish_by_name ?? '';
        const owner: JobOwner = { kind: 'session', accountId, username: name, name, roles: [] };
        await this.#jobs.askWithin(trx, owner, now, publicationOf(plan, plan.publish_at));
      });
  }

  async #run({ planId }: PublicationInput, { caller }: JobContext): Promise<JobEnd> {
    try {
      return { result: { generation: await this.#decisions.publishAtItsTime(planId, caller.now) } };
    } catch (error) {
      if (error instanceof Fault && error.code === 'unavailable') throw new JobDelayed('Others publish now.');
      throw error;
    }
  }

  async #maySee(caller: KnownCaller, planId: string): Promise<boolean> {
    try {
      await this.#plans.find(caller, planId);
      return true;
    } catch (error) {
      if (error instanceof Fault && error.code === 'not-found') return false;
      throw error;
    }
  }
}
