import type { JobRunner } from '../../server/jobs/runner.ts';
import type { TestApp } from './harness.ts';

/** Lets the times come that are set for plans, some while ago, and waits for what comes of it. */
export async function letTimesCome({ app, database }: TestApp, agoMs = 1_000): Promise<void> {
  const at = new Date(Date.now() - agoMs);
  await database.owner.updateTable('plans').set({ publish_at: at }).where('publish_at', 'is not', null).execute();
  await database.owner
    .updateTable('jobs')
    .set({ due_at: at })
    .where('kind', '=', 'publication')
    .where('state', '=', 'queued')
    .execute();
  await doDueJobs(app);
}

/** Does what is due, and waits for its end. */
export async function doDueJobs({ jobRunner }: { jobRunner: JobRunner }): Promise<void> {
  await jobRunner.look();
  await jobRunner.settled();
}
