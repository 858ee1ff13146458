import type { KnownCaller } from '../../core/people/caller.ts';
import { ExportJobs } from '../../jobs/exportJobs.ts';
import type { JobRow } from '../../jobs/queries.ts';
import type { Jobs } from '../../jobs/service.ts';
import type { PlanRow } from '../queries/planQueries.ts';
import type { PlansService } from '../service.ts';
import { type PlanFileWish, planFileName } from '../views/planContents.ts';

/** What a plan's file is asked for with. */
interface PlanOrder extends PlanFileWish {
  planId: string;
}

/** Plans as files that are made in the background, of the plan as it is then. */
export class PlanExports {
  readonly #jobs: ExportJobs<PlanOrder>;

  constructor(plans: PlansService, jobs: Jobs) {
    this.#jobs = new ExportJobs(jobs, 'plan-export', async ({ planId, ...wish }, caller, signal) =>
      plans.contents.exportFile(await plans.find(caller, planId), wish, signal),
    );
  }

  ask(caller: KnownCaller, plan: PlanRow, wish: PlanFileWish): Promise<JobRow> {
    const { id, scope } = plan;
    const order = { planId: id, ...wish };
    return this.#jobs.ask(caller, { order, scope, subject: id, name: planFileName(plan, wish), action: 'plan.export' });
  }
}
