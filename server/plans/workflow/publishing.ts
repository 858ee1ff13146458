import type { Kysely, Transaction } from 'kysely';
import { Fault } from '../../core/fault.ts';
import type { Caller } from '../../core/people/caller.ts';
import { type CoverageService, publish } from '../../coverage/service.ts';
import type { Tables } from '../../db/tables.ts';
import type { RequestKey } from '../../http/requestKey.ts';
import type { PlanCoverages } from '../edits/planCoverages.ts';
import * as records from '../queries/planEditQueries.ts';
import { appendToThread } from '../queries/planEvents.ts';
import type { PlanRow } from '../queries/planQueries.ts';
import * as queries from '../queries/planQueries.ts';
import { rebase } from '../rebase/rebasing.ts';
import type { PlanBooks } from '../views/planBooks.ts';
import { tellOfPlan } from './planAudit.ts';

/** Who publishes, for the record, and what is asked of them under the lock. */
export interface Publisher {
  /** Null for the service itself, at a time that was set. */
  account: { accountId: string; name: string } | null;
  username: string;
  words: string;
  /** Whose request it is, or the service's own, and when. */
  caller: Caller;
  /** The revision that was read: another one is refused. Null at a time that was set, when moves onto newer generations are expected. */
  read: number | null;
  request: RequestKey | null;
  /** Throws unless this plan may be published by them now. */
  demand: (trx: Transaction<Tables>, plan: PlanRow) => Promise<void>;
  /** What is written besides, at the end of the transaction. */
  afterwards?: (trx: Transaction<Tables>) => Promise<void>;
}

/** Publications of others may come in between so often before a plan is refused. */
const MOST_TRIES = 5;

/**
 * Publishes an approved plan as the next generation: all three levels are proven, and the generation and the plan's end are
 * written in one transaction. When others published first, the plan is moved onto theirs; throws `stale` with the
 * grids where that cannot be.
 */
export async function publishPlan(
  db: Kysely<Tables>,
  coverage: CoverageService,
  { grounds, books }: { grounds: PlanCoverages; books: PlanBooks },
  id: string,
  publisher: Publisher,
): Promise<number> {
  const { now } = publisher.caller;
  for (let attempt = 1; ; attempt++) {
    const plan = await upToDate(db, coverage.district, id, now);
    await demandRead(db, plan, publisher.read);
    const { ground } = await grounds.load(plan);
    const publication = {
      district: ground.district,
      mandated: ground.mandated.area,
      units: [...ground.units.values()],
      grids: [...ground.grids()],
      note: plan.note ? `${plan.title}: ${plan.note}` : plan.title,
      actor: publisher.username,
      address: publisher.caller.address,
    };
    try {
      let ended = plan;
      const record = async (trx: Transaction<Tables>, number: number) => {
        const locked = await queries.lockPlan(trx, plan.district, id);
        demandApproved(locked);
        await publisher.demand(trx, locked);
        if (number !== plan.base_generation + 1 || locked.revision !== plan.revision) throw new Overtaken();
        const published = await queries.updatePlan(trx, id, {
          state: 'published',
          generation: number,
          publish_at: null,
          ...(publisher.words === '' ? {} : { decision_note: publisher.words }),
          updated_at: now,
        });
        const { account: by, words, request } = publisher;
        await appendToThread(trx, published, { verb: 'publish', by, words, at: now, generation: number, request });
        ended = published;
      };
      const tell = async (trx: Transaction<Tables>) => {
        await tellOfPlan(trx, ended, 'publish', publisher.caller, publisher.words);
        await publisher.afterwards?.(trx);
      };
      const { generation } = await publish(db, publication, now, {
        record,
        tell,
        compare: books.compare,
        prove: books.prove,
      });
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

async function upToDate(db: Kysely<Tables>, district: string, id: string, now: Date): Promise<PlanRow> {
  const row = await queries.findPlan(db, district, id);
  demandApproved(row);
  const plan = await rebase(db, row, row.latest_generation, now);
  if (plan.collides_with.length > 0) throw collision(plan);
  return plan;
}

/** Throws `stale`, with the grids that changed since, unless a plan stands at the revision that was read; null reads nothing. */
export async function demandRead(db: queries.Reader, plan: PlanRow, read: number | null): Promise<void> {
  if (read === null || plan.revision === read) return;
  const links = await records.readLinks(db, plan.id, read);
  const grids = [...new Set(links.flatMap(({ codes }) => codes))].sort();
  throw new Fault(
    'stale',
    `The plan stands at revision ${plan.revision}; you read ${read}. Look at it again first.`,
    [],
    {
      revision: plan.revision,
      grids,
    },
  );
}

export const collision = (plan: PlanRow): Fault =>
  new Fault('stale', `${plan.collides_with.join(', ')} changed in a newer generation as well as in this plan.`, [], {
    grids: plan.collides_with,
  });

/** The number of the newest generation, in force or yet to be. Throws `conflict` while there is none. */
export async function latestGeneration(db: Kysely<Tables>, district: string): Promise<number> {
  const latest = await queries.newestGeneration(db, district);
  if (latest === 0)
    throw new Fault('conflict', 'No boundaries have been published yet: a plan starts from published ones.');
  return latest;
}

function demandApproved<Row extends PlanRow>(plan: Row | undefined): asserts plan is Row {
  if (!plan) throw new Fault('not-found', 'There is no such plan.');
  if (plan.state !== 'approved')
    throw new Fault('conflict', `Only an approved plan can be published; this one is ${plan.state}.`, [], {
      state: plan.state,
    });
}
