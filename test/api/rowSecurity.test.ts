import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

/** Plain SQL around the API: what somebody sees who has got at the database with the rights of a caller of one unit. */

let test: TestApp;
let client: PoolClient;

beforeAll(async () => {
  test = await startApp();
  await publishTo(test, fourGrids());
  for (const statement of OF_TWO_UNITS) await sql.raw(statement).execute(test.database.owner);
  client = await test.database.pool.connect();
});
afterAll(async () => {
  client.release();
  await test.close();
});

const PLANS = ['00000000-0000-4000-8000-000000000501', '00000000-0000-4000-8000-000000000502'];
const SOMEBODY = '00000000-0000-4000-8000-000000000001';

/** Rows of unit 0501 and of unit 0502 in every table that has rows of units; `fourGrids` has put grids of both there. */
const OF_TWO_UNITS = [
  `INSERT INTO grid_staff (district, code, name, phone, role) VALUES ('05', '050101', 'a', '1', 'warden'), ('05', '0502', 'b', '2', 'unitHead')`,
  `INSERT INTO grid_lineage VALUES ('05', 9, '050101', '050102', 1), ('05', 9, '050201', '050202', 1)`,
  ...PLANS.flatMap((id) => {
    const unit = id.slice(-4);
    return [
      `INSERT INTO plans (id, district, scope, title, note, state, base_generation, created_at, created_by, created_by_name, updated_at)
        VALUES ('${id}', '05', '${unit}', 't', '', 'draft', 1, now(), '${SOMEBODY}', 'x', now())`,
      `INSERT INTO plan_edits VALUES ('${id}', 1, 'edit', 'rename', 'n', NULL, '{}', '{}', '{}', false, '${SOMEBODY}', 'x', now())`,
      `INSERT INTO plan_events (plan, sequence, verb, at, actor_name, words, revision) VALUES ('${id}', 1, 'submit', now(), 'x', '', 1)`,
      `INSERT INTO plan_grids (plan, code, id, revision, name) VALUES ('${id}', '${unit}01', '${SOMEBODY}', 1, 'x')`,
      `INSERT INTO plan_comments (plan, text, grid, author, author_name, created_at)
        VALUES ('${id}', 'x', '${unit}01', '${SOMEBODY}', 'x', now())`,
    ];
  }),
  `INSERT INTO accounts (id, username, name, password_hash) VALUES ('${SOMEBODY}', 'somebody', 's', 'h')`,
  `INSERT INTO account_roles VALUES ('${SOMEBODY}', 'warden', '050101'), ('${SOMEBODY}', 'warden', '050201')`,
  `INSERT INTO tokens (id, secret_hash, account_id, name, created_at, expires_at) VALUES ('${SOMEBODY}', 'x', '${SOMEBODY}', 't', now(), now())`,
  `INSERT INTO token_roles VALUES ('${SOMEBODY}', 'warden', '050101'), ('${SOMEBODY}', 'warden', '050201')`,
];

/** The column by which a table's rows belong to a place, written by hand. */
const PLACED: Readonly<Record<string, string>> = {
  grid_staff: 'code',
  grid_versions: 'code',
  unit_versions: 'code',
  used_codes: 'code',
  grid_lineage: 'code',
  account_roles: 'scope',
  token_roles: 'scope',
  plans: 'scope',
  plan_grids: 'code',
  plan_comments: 'grid',
  plan_edits: "(CASE plan WHEN '00000000-0000-4000-8000-000000000501' THEN '0501' ELSE '0502' END)",
  plan_events: "(CASE plan WHEN '00000000-0000-4000-8000-000000000501' THEN '0501' ELSE '0502' END)",
};
/** Nobody but the service itself has any business there. */
const SERVICE_ONLY = ['accounts', 'sessions', 'tokens', 'sign_in_failures', 'familiar_networks', 'audit_tallies'];

/** Asks as the serving role within some scopes, and takes back whatever was done. */
async function within<T>(scopes: string | null, statement: string): Promise<T[]> {
  await client.query('BEGIN; SET LOCAL ROLE gridwarden_service');
  try {
    if (scopes !== null) await client.query(`SET LOCAL gw.scopes = '${scopes}'`);
    return (await client.query(statement)).rows as T[];
  } finally {
    await client.query('ROLLBACK');
  }
}
const places = async (scopes: string | null, table: string): Promise<string[]> => {
  const rows = await within<{ place: string }>(
    scopes,
    `SELECT DISTINCT ${PLACED[table]} AS place FROM ${table} ORDER BY 1`,
  );
  return rows.map(({ place }) => place.trim().slice(0, 4));
};

describe('whoever is confined to unit 0501', () => {
  it.each(Object.keys(PLACED))('sees rows of their unit in %s, and none of 0502', async (table) => {
    const seen = await places('0501', table);
    expect(seen).not.toEqual([]);
    expect(new Set(seen)).toEqual(new Set(['0501']));
    expect(new Set(await places('0501,0502', table))).toEqual(new Set(['0501', '0502']));
  });

  it.each(SERVICE_ONLY)('sees nothing of %s', async (table) => {
    expect(await within('0501', `SELECT 1 FROM ${table}`)).toEqual([]);
    expect(await within('05', `SELECT 1 FROM ${table}`)).toEqual([]);
  });

  it('can write nothing of 0502, and change nothing there', async () => {
    const insert = `INSERT INTO grid_staff (district, code, name, phone, role) VALUES ('05', '050201', 'x', '1', 'warden')`;
    await expect(within('0501', insert)).rejects.toThrow(/row-level security/);
    await expect(within('0501', `UPDATE plans SET scope = '0502' WHERE scope = '0501'`)).rejects.toThrow(
      /row-level security/,
    );
    expect(await within('0501', `UPDATE plans SET title = 'mine' WHERE scope = '0502' RETURNING id`)).toEqual([]);
    expect(await within('0501', `DELETE FROM plan_grids WHERE code = '050201' RETURNING code`)).toEqual([]);
  });

  it('sees what is of the district, but not of another one', async () => {
    expect(await within('0501', 'SELECT number FROM generations')).toHaveLength(1);
    expect(await within('0601', 'SELECT number FROM generations')).toEqual([]);
  });

  it('reads in the audit log what is of the unit or of nobody', async () => {
    const before = await within<{ scope: string | null }>('*', 'SELECT scope FROM audit_log');
    expect(before.some(({ scope }) => scope === '05')).toBe(true);
    const seen = await within<{ scope: string | null }>('0501', 'SELECT scope FROM audit_log');
    expect(seen.filter(({ scope }) => scope !== null && !scope.startsWith('0501'))).toEqual([]);
  });
});

describe('a search by place', () => {
  const near = (scopes: string | null) =>
    within<{ code: string }>(
      scopes,
      `SELECT g.code FROM grids_near('05', 1, ST_MakeEnvelope(109, 34.2, 109.02, 34.22, 4326)) n
        JOIN grid_versions g ON g.district = '05' AND g.id = n.id AND g.revision = n.revision ORDER BY g.code`,
    );

  it('finds what lies within the scopes, though it has its owner’s view', async () => {
    const codes = async (scopes: string | null) => (await near(scopes)).map(({ code }) => code);
    expect(await codes('05')).toEqual(['050101', '050102', '050201', '050202']);
    expect(await codes('0502')).toEqual(['050201', '050202']);
    expect(await codes('050101,0502')).toEqual(['050101', '050201', '050202']);
    expect(await codes('06')).toEqual([]);
    expect(await codes(null)).toEqual([]);
    const keys = await within<object>(
      '0501',
      "SELECT * FROM grids_near('05', 1, ST_MakeEnvelope(109, 34, 110, 35, 4326))",
    );
    expect(keys).toHaveLength(2);
  });
});

describe('whoever forgets to say on whose behalf', () => {
  it('sees no row of any table', async () => {
    const tables = await within<{ name: string }>(null, OUR_TABLES);
    expect(tables.length).toBeGreaterThan(25);
    for (const { name } of tables) expect(await within(null, `SELECT 1 FROM ${name} LIMIT 1`), name).toEqual([]);
  });

  it('is refused what the tables’ owner may do', async () => {
    for (const statement of [
      'DROP TABLE plans',
      'ALTER TABLE plans DISABLE ROW LEVEL SECURITY',
      'TRUNCATE plans',
      'CREATE TABLE x (y int)',
    ])
      await expect(within('*', statement), statement).rejects.toMatchObject({ code: '42501' });
  });
});

/** Tables of ours: those of the extensions belong to them. */
const OUR_TABLES = `SELECT relname AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

describe('every table', () => {
  it('has row-level security and a policy', async () => {
    const open = await within<{ name: string }>(
      '*',
      `${OUR_TABLES} AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))`,
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('of a later migration that has none is closed to the service', async () => {
    await sql`CREATE TABLE forgotten (code char(6))`.execute(test.database.owner);
    try {
      await expect(within('*', 'SELECT 1 FROM forgotten')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await sql`DROP TABLE forgotten`.execute(test.database.owner);
    }
  });
});
