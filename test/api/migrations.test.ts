import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { checksumOf, type Migration, migrate, shippedMigrations } from '../../server/db/migrate.ts';
import { inTransaction } from '../../server/db/transaction.ts';
import { emptyDatabase, openTestDatabase } from './harness.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(() => emptyDatabase(database));
afterAll(() => database.close());

const step = (name: string, statement: string): Migration => ({
  name,
  up: async (kysely) => void (await sql.raw(statement).execute(kysely)),
});
const first = step('0001-first', 'CREATE TABLE a (x int)');
const second = step('0002-second', 'ALTER TABLE a ADD y int');

describe('migrations', () => {
  it('that are shipped run from nothing, once', async () => {
    const names = (await shippedMigrations()).map((migration) => migration.name);
    expect(names[0]).toBe('0001-people');
    expect(await migrate(database.owner)).toEqual(names);
    expect(await migrate(database.owner)).toEqual([]);
  });

  it('run in order, each once, as they are added', async () => {
    expect(await migrate(database.owner, [first])).toEqual(['0001-first']);
    expect(await migrate(database.owner, [first, second])).toEqual(['0002-second']);
    await sql`INSERT INTO a (x, y) VALUES (1, 2)`.execute(database.owner);
  });

  it('leave nothing behind when one of them fails', async () => {
    const broken = step('0002-broken', 'ALTER TABLE nowhere ADD y int');
    await expect(migrate(database.owner, [first, broken])).rejects.toThrow(/nowhere/);
    const tables = await sql`SELECT to_regclass('public.a') AS a`.execute(database.owner);
    expect(tables.rows).toEqual([{ a: null }]);
  });

  it('run once when two servers start at the same time', async () => {
    const ran = await Promise.all([migrate(database.owner, [first, second]), migrate(database.owner, [first, second])]);
    expect(ran.flat().toSorted()).toEqual(['0001-first', '0002-second']);
  });

  it('that were changed after they ran are refused', async () => {
    await migrate(database.owner, [first]);
    const changed = step('0001-first', 'CREATE TABLE a (x bigint)');
    await expect(migrate(database.owner, [changed])).rejects.toThrow(/0001-first has changed since it ran/);
  });

  it('are known by their statements, not by their spacing', async () => {
    expect(await checksumOf(step('n', 'CREATE  TABLE a\n (x int)'))).toBe(await checksumOf(first));
    expect(await checksumOf(second)).not.toBe(await checksumOf(first));
  });

  it('of a newer version are refused by an older one', async () => {
    await migrate(database.owner, [first, second]);
    await expect(migrate(database.owner, [first])).rejects.toThrow(/0002-second, which this version does not know/);
  });

  it('cannot be slipped in before one that has run', async () => {
    await migrate(database.owner, [
      second.name === '0002-second' ? step('0002-second', 'CREATE TABLE b (x int)') : second,
    ]);
    await expect(migrate(database.owner, [first, step('0002-second', 'CREATE TABLE b (x int)')])).rejects.toThrow(
      /comes before/,
    );
  });
});

describe('a transaction', () => {
  it('runs again when the database asks for it, and gives up in the end', async () => {
    let tries = 0;
    const fail = () =>
      inTransaction(database.owner, async (trx) => {
        tries++;
        await sql`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`.execute(trx);
      });
    await expect(fail()).rejects.toThrow('again');
    expect(tries).toBe(5);
  });

  it('does not run again for any other error', async () => {
    let tries = 0;
    const fail = inTransaction(database.owner, async (trx) => {
      tries++;
      await sql`SELECT 1/0`.execute(trx);
    });
    await expect(fail).rejects.toThrow(/division by zero/);
    expect(tries).toBe(1);
  });
});

describe('connections', () => {
  it('that work at the same time never get each other’s answers', async () => {
    const questions = Array.from({ length: 300 }, (_, index) =>
      index % 7 === 3
        ? database.pool.query('SELECT 1 / ($1::int - $1::int)', [index]).then(
            () => 'answered',
            (error: { code: string }) => error.code,
          )
        : database.pool
            .query<{ n: number; text: string }>('SELECT $1::int AS n, $2::text AS text', [index, `网格${index}`])
            .then(({ rows }) => rows[0]),
    );
    const answers = await Promise.all(questions);
    for (const [index, answer] of answers.entries()) {
      expect(answer).toEqual(index % 7 === 3 ? '22012' : { n: index, text: `网格${index}` });
    }
  });

  it('that break off in a transaction take nothing with them', async () => {
    await sql`CREATE TABLE a (x int)`.execute(database.owner);
    const client = await database.pool.connect();
    await client.query('BEGIN; SET LOCAL ROLE NONE');
    await client.query('INSERT INTO a VALUES (1)');
    client.release(true);
    const rows = await sql<{ n: number }>`SELECT count(*) AS n FROM a`.execute(database.owner);
    expect(rows.rows).toEqual([{ n: 0 }]);
  });

  it('carry answers and parameters of many megabytes', async () => {
    const long = '界'.repeat(3_000_000);
    const { rows } = await database.pool.query<{ back: string }>('SELECT $1::text AS back', [long]);
    expect(rows[0]?.back === long).toBe(true);
  });
});
