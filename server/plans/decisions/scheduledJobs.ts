import type { Transaction } from 'kysely';
import type { JobOwner } from '../../core/jobs/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import type { Jobs, NewJob } from '../../jobs/service.ts';
import type { PlanRow } from '../queries/planQueries.ts';

/** The kind of job that publishes a plan at the time that was set for it. */
export const PUBLICATION = 'publication';

export interface PublicationInput {
  planId: string;
}

/** What the times of plans ask of jobs. */
export type JobsForPlans = Pick<Jobs, 'askWithin' | 'withdraw'>;

/** Lets the job of a plan follow the time that is set for it, in the transaction that sets, changes or ends that time. */
export async function followSchedule(
  trx: Transaction<Tables>,
  jobs: JobsForPlans,
  change: { before: PlanRow; after: PlanRow; owner: JobOwner; now: Date },
): Promise<void> {
  const { before, after, owner, now } = change;
  if (before.publish_at?.getTime() === after.publish_at?.getTime()) return;
  if (before.publish_at) await jobs.withdraw(trx, PUBLICATION, after.id, now);
  if (after.publish_at) await jobs.askWithin(trx, owner, now, publicationOf(after, after.publish_at));
}

/** The job that publishes a plan at its time. */
export const publicationOf = ({ id, scope, title }: PlanRow, dueAt: Date): NewJob => ({
  kind: PUBLICATION,
  scope,
  subject: id,
  title,
  input: { planId: id } satisfies PublicationInput,
  dueAt,
});
