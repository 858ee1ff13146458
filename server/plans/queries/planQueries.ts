import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { PlanState } from '../../core/plans/schemas.ts';
import type { Tables } from '../../db/tables.ts';

export type Reader = Kysely<Tables> | Transaction<Tables>;
export type PlanRow = Selectable<Tables['plans']>;

/** A plan with the number of the district's newest generation, in force or yet to be: behind it, the plan is to be moved onto it. */
export type SeenPlan = PlanRow & { latest_generation: number };

export function findPlan(db: Reader, district: string, id: string): Promise<SeenPlan | undefined> {
  return db
    .selectFrom('plans')
    .selectAll()
    .select(
      sql<number>`(SELECT latest_generation FROM districts WHERE districts.district = plans.district)`.as(
        'latest_generation',
      ),
    )
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The approved plans for which a time is set. */
export const plansScheduled = (db: Reader, district: string): Promise<{ id: string }[]> =>
  db
    .selectFrom('plans')
    .select('id')
    .where('district', '=', district)
    .where('state', '=', 'approved')
    .where('publish_at', 'is not', null)
    .execute();

/** The number of the district's newest generation; 0 while there is none. */
export async function newestGeneration(db: Reader, district: string): Promise<number> {
  const row = await db
    .selectFrom('districts')
    .select('latest_generation')
    .where('district', '=', district)
    .executeTakeFirst();
  return row?.latest_generation ?? 0;
}

/** The open plans that stand on an older generation than the newest, by what they are called. */
export const plansBehind = (db: Reader, district: string, states: readonly PlanState[]): Promise<{ id: string }[]> =>
  db
    .selectFrom('plans')
    .select('id')
    .where('district', '=', district)
    .where('state', 'in', states)
    .where(
      sql<boolean>`base_generation < (SELECT latest_generation FROM districts WHERE districts.district = plans.district)`,
    )
    .orderBy('updated_at', 'desc')
    .execute();

/** The plan's row, locked until the transaction ends: one edit of a plan at a time, in every process. */
export function lockPlan(trx: Transaction<Tables>, district: string, id: string): Promise<PlanRow | undefined> {
  return trx
    .selectFrom('plans')
    .selectAll()
    .where('district', '=', district)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Where a list goes on: after this plan, in the order of the list. */
export interface PlanCursor {
  updatedAt: Date;
  id: string;
}

export interface PlanFilter {
  district: string;
  limit: number;
  before: PlanCursor | null;
  /** Any state when empty. */
  states: readonly PlanState[];
  /** Only plans whose area covers one of these code prefixes or lies in it. */
  scopes: readonly string[];
}

/** Plans of a district, those changed last first. */
export function listPlans(db: Reader, { district, limit, before, states, scopes }: PlanFilter): Promise<PlanRow[]> {
  let query = db
    .selectFrom('plans')
    .selectAll()
    .where('district', '=', district)
    .where(
      sql<boolean>`EXISTS (SELECT FROM unnest(${[...scopes]}::text[]) AS held (code)
        WHERE starts_with(plans.scope, held.code) OR starts_with(held.code, plans.scope))`,
    );
  if (states.length > 0) query = query.where('state', 'in', states);
  if (before)
    query = query.where(sql<boolean>`(updated_at, id) < (${before.updatedAt}::timestamptz, ${before.id}::uuid)`);
  return query.orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

export function insertPlan(db: Reader, plan: Insertable<Tables['plans']>): Promise<PlanRow | undefined> {
  return db
    .insertInto('plans')
    .values(plan)
    .onConflict((conflict) => conflict.columns(['created_by', 'idempotency_key']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export function findByIdempotencyKey(db: Reader, account: string, key: string): Promise<PlanRow | undefined> {
  return db
    .selectFrom('plans')
    .selectAll()
    .where('created_by', '=', account)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

export async function updatePlan(db: Reader, id: string, change: Partial<PlanRow>): Promise<PlanRow> {
  return db.updateTable('plans').set(change).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}
