import { type Kysely, sql, type UpdateObject } from 'kysely';
import type { SecondOpinion } from '../../core/coverage/secondOpinion.ts';
import type { Tables } from '../../db/tables.ts';

type Database = Kysely<Tables>;

/** The right to judge a generation, held by one process until it runs out. */
export interface Claim {
  district: string;
  generation: number;
  claim: string;
  /** How many times it has been begun, this one included. */
  attempts: number;
}

/** So long a claim holds unless it is renewed: whoever dies with one leaves the generation to others after that. */
const HELD_SECONDS = 60;

const held = sql<Date>`now() + make_interval(secs => ${HELD_SECONDS})`;

/**
 * Claims the newest generation that has no opinion and that nobody is judging; undefined when there is none. Of several processes
 * that ask at once, one gets it.
 */
export async function claimNext(db: Database, district: string, claim: string): Promise<Claim | undefined> {
  const { rows } = await sql<{ generation: number; attempts: number }>`
    INSERT INTO second_opinions AS o (district, generation, claim, claimed_until, attempts)
    SELECT g.district, g.number, ${claim}::uuid, ${held}, 1 FROM generations g
      LEFT JOIN second_opinions s ON s.district = g.district AND s.generation = g.number
      WHERE g.district = ${district} AND (s.generation IS NULL OR (s.given_at IS NULL AND s.claimed_until < now()))
      ORDER BY g.number DESC LIMIT 1
    ON CONFLICT (district, generation) DO UPDATE
      SET claim = excluded.claim, claimed_until = excluded.claimed_until, attempts = o.attempts + 1
      WHERE o.given_at IS NULL AND o.claimed_until < now()
    RETURNING generation, attempts`.execute(db);
  return rows[0] && { district, claim, ...rows[0] };
}

/** Holds on to a claim; false when it has been lost. */
export function renewClaim(db: Database, claim: Claim): Promise<boolean> {
  return changeClaimed(db, claim, { claimed_until: held });
}

/** Lets go of a claim: others may take it up again after so many seconds. */
export async function releaseClaim(db: Database, claim: Claim, afterSeconds: number): Promise<void> {
  const until = sql<Date>`now() + make_interval(secs => ${afterSeconds})`;
  await changeClaimed(db, claim, { claimed_until: until });
}

/** Stores what was found under a claim; false when the claim has been lost meanwhile. */
export function storeClaimed(db: Database, claim: Claim, opinion: SecondOpinion): Promise<boolean> {
  return changeClaimed(db, claim, given(opinion));
}

/** Changes the row that a claim holds; false, and nothing is done, when it has been lost or the opinion has been given. */
async function changeClaimed(
  db: Database,
  { district, generation, claim }: Claim,
  change: UpdateObject<Tables, 'second_opinions'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('second_opinions')
    .set(change)
    .where('district', '=', district)
    .where('generation', '=', generation)
    .where('claim', '=', claim)
    .where('given_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const given = (opinion: SecondOpinion) => ({
  given_at: new Date(opinion.at),
  ok: opinion.ok,
  opinion: JSON.stringify(opinion),
});

/** Stores an opinion that was asked for by command, in place of an earlier one or of one that is being made. */
export async function replaceOpinion(
  db: Database,
  { district, generation, claim }: Omit<Claim, 'attempts'>,
  opinion: SecondOpinion,
): Promise<void> {
  const columns = { claim, ...given(opinion) };
  await db
    .insertInto('second_opinions')
    .values({ district, generation, claimed_until: sql<Date>`now()`, attempts: 1, ...columns })
    .onConflict((conflict) => conflict.columns(['district', 'generation']).doUpdateSet(columns))
    .execute();
}

/** The generations from one to another with their opinions, null where none has been given. */
export async function readOpinions(
  db: Database,
  district: string,
  from: number,
  to = 2_147_483_647,
): Promise<Map<number, SecondOpinion | null>> {
  const rows = await db
    .selectFrom('generations as g')
    .leftJoin('second_opinions as o', (join) =>
      join.onRef('o.district', '=', 'g.district').onRef('o.generation', '=', 'g.number'),
    )
    .select(['g.number', 'o.opinion'])
    .where('g.district', '=', district)
    .where('g.number', '>=', from)
    .where('g.number', '<=', to)
    .execute();
  return new Map(rows.map(({ number, opinion }) => [number, opinion]));
}
