import type { Transaction } from 'kysely';
import { Fault } from '../core/fault.ts';
import { publish } from '../coverage/publication.ts';
import type { CoverageService } from '../coverage/service.ts';
import type { Database } from '../db/database.ts';
import type { Tables } from '../db/tables.ts';
import { auditPlan } from './planAudit.ts';
import type { PlanBooks } from './planBooks.ts';
import type { PlanGrounds } from './planGrounds.ts';
import type { PlanRow } from './planQueries.ts';
import * as queries from './planQueries.ts';
import { rebase } from './rebasing.ts';

/** Who publishes, for the record. */
export interface Publisher {
  name: string;
  note: string;
  address: string | null;
}

/** Publications of others may come in between so often before a plan is refused. */
const MOST_TRIES = 5;

/**
 * Publishes an approved plan as the next generation: all three levels are proven, and the generation and the plan's end are
 * written in one transaction. When others published first, the plan is moved onto theirs; throws `stale` with the
 * grids where that cannot be.
 */
export async function publishPlan(
  database: Database,
  coverage: CoverageService,
  { grounds, books }: { grounds: PlanGrounds; books: PlanBooks },
  id: string,
  publisher: Publisher,
  now: Date,
): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const plan = await upToDate(database, coverage.district, id);
    const { ground } = await grounds.load(plan);
    const publication = {
      district: ground.district,
      mandated: ground.mandated.area,
      units: [...ground.units.values()],
      grids: [...ground.grids()],
      note: plan.note ? `${plan.title}: ${plan.note}` : plan.title,
      actor: publisher.name,
      address: publisher.address,
    };
    try {
      const record = async (trx: Transaction<Tables>, number: number) => {
        const locked = await queries.lockPlan(trx, plan.district, id);
        demandApproved(locked);
        if (number !== plan.base_generation + 1 || locked.revision !== plan.revision) throw new Overtaken();
        const published = await queries.updatePlan(trx, id, {
          state: 'published',
          generation: number,
          publish_at: null,
          updated_at: now,
        });
        await auditPlan(trx, published, 'publish', publisher.name, publisher.note, publisher.address);
      };
      const { generation } = await publish(database.kysely, publication, now, { record, compare: books.compare });
      return generation;
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === MOST_TRIES) throw error instanceof Overtaken ? tooBusy() : error;
    }
  }
}

/** Somebody else published while this plan was being proven. */
class Overtaken extends Error {}

const tooBusy = (): Fault =>
  new Fault('unavailable', 'Others are publishing at this moment. Please try again.', [], { retryAfterSeconds: 2 });

async function upToDate(database: Database, district: string, id: string): Promise<PlanRow> {
  const row = await queries.findPlan(database.kysely, district, id);
  demandApproved(row);
  const plan = await rebase(database, row, await latestGeneration(database, district));
  if (plan.collides_with.length > 0) throw collision(plan);
  return plan;
}

export const collision = (plan: PlanRow): Fault =>
  new Fault('stale', `${plan.collides_with.join(', ')} changed in a newer generation as well as in this plan.`, [], {
    grids: plan.collides_with,
  });

/** The number of the newest generation, in force or yet to be. */
export async function latestGeneration(database: Database, district: string): Promise<number> {
  const row = await database.kysely
    .selectFrom('districts')
    .select('latest_generation')
    .where('district', '=', district)
    .executeTakeFirst();
  if (!row || row.latest_generation === 0)
    throw new Fault('conflict', 'No boundaries have been published yet: a plan starts from published ones.');
  return row.latest_generation;
}

function demandApproved(plan: PlanRow | undefined): asserts plan is PlanRow {
  if (!plan) throw new Fault('not-found', 'There is no such plan.');
  if (plan.state !== 'approved')
    throw new Fault('conflict', `Only an approved plan can be published; this one is ${plan.state}.`, [], {
      state: plan.state,
    });
}
