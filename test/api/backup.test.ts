import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appendAudit } from '../../server/audit/auditLog.ts';
import { backupLines, checkBackupFile, writeBackupFile } from '../../server/backup/backupFile.ts';
import { restoreBackup } from '../../server/backup/restoreBackup.ts';
import { writeBackup } from '../../server/backup/writeBackup.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { fourGrids, publishTo } from './district.ts';
import { askAsOwner, startApp, type TestApp } from './harness.ts';
import { OwnDatabase } from './ownDatabase.ts';
import { Planner } from './planning.ts';

/** What the database holds is written to a file while it is served, and comes back on an empty machine. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WORDS = `第二次 "调整"; DROP TABLE plans; -- \\ \t\n 🐉 ${'é'.repeat(3)} {a,"b"} NULL \\N`;

let test: TestApp;
let folder: string;
let backup: string;

beforeAll(async () => {
  test = await startApp();
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-backup-'));
  backup = join(folder, 'district.backup');
  await publishTo(test, fourGrids());
  await publishAnother();
  await askAsOwner(
    test.database,
    `INSERT INTO basemap_features (district, kind, name, class, geom)
    SELECT '05', 'street', '路' || n, 'minor', ST_MakeLine(ST_Point(109, 34 + n / 3.0, 4326), ST_Point(109.1, 34, 4326)) FROM generate_series(1, 3) n`,
  );
  await askAsOwner(
    test.database,
    'CREATE TABLE tomorrow (id int PRIMARY KEY, shape geometry(Point, 4326), words text[])',
  );
  await writeBackup(test.database, backup, new Date());
});
afterAll(async () => {
  await askAsOwner(test.database, 'DROP TABLE IF EXISTS tomorrow');
  rmSync(folder, { recursive: true, force: true });
  await test.close();
});

/** A plan that is talked about, returned, approved and published, and one that is left open with an undone edit. */
async function publishAnother(): Promise<void> {
  const planner = new Planner(test, await test.signIn('planner'));
  const approver = new Planner(test, await test.signIn('approver'));
  const plan = await planner.begin({ title: WORDS.slice(0, 60).replaceAll(/\s/g, ' '), note: WORDS });
  await planner.edit(plan, { op: 'merge', grids: ['050101', '050102'], keep: '050101' });
  await planner.done('POST', `/plans/${plan.id}/comments`, { text: WORDS });
  const { revision } = await planner.done<{ revision: number }>('GET', `/plans/${plan.id}`);
  await planner.done('POST', `/plans/${plan.id}/submit`, { revision, note: WORDS });
  await approver.done('POST', `/plans/${plan.id}/approve`, { revision });
  await approver.done('POST', `/plans/${plan.id}/publish`, { revision });
  await test.published.refresh();
  const open = await planner.begin({ title: '未完' });
  await planner.edit(open, { op: 'rename', grid: '050201', name: '新名' });
  await planner.done('POST', `/plans/${open.id}/undo`);
}

interface Ended {
  code: number;
  output: string;
  errors: string;
}

function run(command: 'backup' | 'restore', args: string[], environment: Record<string, string>): Promise<Ended> {
  const env = { ...process.env, DATA_DIR: inject('dataDir'), DATABASE_URL: '', ...environment };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', `server/commands/${command}.ts`, ...args],
      { cwd: ROOT, env },
      (error, output, errors) => resolve({ code: error ? Number(error.code) : 0, output, errors }),
    );
  });
}

/** Each table with a sum over its rows, asked of the database itself; without what a restore leaves out or adds. */
async function sums(database: Database): Promise<Record<string, string>> {
  const { rows } = await askAsOwner<{ name: string }>(
    database,
    `
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND table_name NOT IN ('spatial_ref_sys', 'sessions', 'jobs', 'job_files', 'events', 'gridwarden_migrations', 'tomorrow')`,
  );
  const all: Record<string, string> = {};
  for (const { name } of rows) {
    const rest = name === 'audit_log' ? "WHERE action NOT LIKE 'backup.%'" : '';
    const sum = await askAsOwner<{ sum: string }>(
      database,
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS sum FROM "${name}" t ${rest}`,
    );
    if (name !== 'audit_head') all[name] = sum.rows[0]?.sum ?? '';
  }
  return all;
}

/** A backup written anew, and whole by its hash, with other columns. */
async function forged(
  path: string,
  change: (column: { name: string; type: string }) => { name: string; type: string },
) {
  const head = await checkBackupFile(path);
  const other = `${path}.${count++}.forged`;
  const tables = head.tables.map(({ name, columns }) => ({ name, columns: columns.map(change) }));
  await writeBackupFile(other, { ...head, tables }, backupLines(path));
  return other;
}

let count = 0;

/** Opens a database, asks it, and closes it again. */
async function within<T>(
  where: { databaseUrl: string | null; dataDir: string },
  ask: (database: Database) => Promise<T>,
) {
  const database = await openDatabase(where);
  try {
    await askAsOwner(database, "SET timezone = 'UTC'");
    return await ask(database);
  } finally {
    await database.close();
  }
}

describe('a backup', () => {
  it('holds every table the database has, also one that nobody has told it of, and no session', async () => {
    const { tables } = await checkBackupFile(backup);
    const names = tables.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['tomorrow', 'audit_log', 'plan_events', 'generations', 'accounts']));
    expect(names).not.toContain('sessions');
    expect(names).not.toContain('spatial_ref_sys');
    await askAsOwner(test.database, 'DROP TABLE tomorrow');
    await writeBackup(test.database, join(folder, 'again.backup'), new Date());
  });

  it('is of one moment, whatever is written meanwhile', async () => {
    const path = join(folder, 'busy.backup');
    const entries = (async () => {
      for (let n = 0; n < 40; n++)
        await test.database.owner
          .transaction()
          .execute((trx) => appendAudit(trx, { actor: 'system', action: 'test.busy', target: String(n) }));
    })();
    const counts = await writeBackup(test.database, path, new Date());
    await entries;
    const { rows } = await askAsOwner<{ count: number }>(test.database, 'SELECT count(*)::int AS count FROM audit_log');
    expect(counts.get('audit_log')).toBeLessThanOrEqual(rows[0]?.count ?? 0);
    expect((await checkBackupFile(path)).tables.length).toBe(counts.size);
  });

  it('of an embedded or a served database comes back in an empty embedded one, row by row, and proves', async () => {
    const dataDir = join(folder, 'restored');
    const path = join(folder, 'again.backup');
    const wanted = await sums(test.database);
    // What stands in a file is never a part of a statement: a strange column is refused, a strange type is not looked at.
    const evil = 'text); DROP TABLE accounts; --';
    const strange = await forged(path, ({ type }) => ({ name: evil, type }));
    const typed = await forged(path, ({ name }) => ({ name, type: evil }));
    await within({ databaseUrl: null, dataDir }, async (database) => {
      await expect(restoreBackup(database, strange)).rejects.toThrow('does not know');
      const { rows } = await askAsOwner(database, "SELECT to_regclass('accounts') AS accounts");
      expect(rows).toEqual([{ accounts: null }]);
    });
    const ended = await run('restore', [typed], { DATA_DIR: dataDir });
    expect(ended).toMatchObject({ code: 0, errors: '' });
    for (const said of [
      'generation 1 of 05: 4 grids',
      'generation 2 of 05: 3 grids',
      'the audit log',
      'Everything proves',
    ])
      expect(ended.output).toContain(said);
    await within({ databaseUrl: null, dataDir }, async (database) => {
      const found = await sums(database);
      delete wanted['audit_log'];
      delete found['audit_log'];
      expect(found).toEqual(wanted);
      const { rows } = await askAsOwner(database, 'SELECT FROM sessions');
      expect(rows).toEqual([]);
      // Numbers go on where they were.
      const next =
        "SELECT nextval(pg_get_serial_sequence('basemap_features', 'id'))::int - max(id)::int AS next FROM basemap_features";
      expect((await askAsOwner(database, next)).rows).toEqual([{ next: 1 }]);
      await expect(askAsOwner(database, 'DELETE FROM audit_log')).rejects.toThrow('append-only');
      await expect(restoreBackup(database, path)).rejects.toThrow('holds something already');
    });
  });

  it.skipIf(inject('databaseUrl') === null)(
    'comes back on a PostgreSQL by an account that may suspend triggers, and is refused in a sentence to one that may not',
    async () => {
      const own = await OwnDatabase.make('restored');
      try {
        const path = join(folder, 'again.backup');
        const refused = await run('restore', [path], { DATABASE_URL: own.url });
        expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('GRANT SET ON PARAMETER') });
        await own.run('GRANT SET ON PARAMETER session_replication_role TO $');
        const wanted = await sums(test.database);
        expect(await run('restore', [path], { DATABASE_URL: own.url })).toMatchObject({ code: 0, errors: '' });
        await within({ databaseUrl: own.url, dataDir: folder }, async (database) => {
          const found = await sums(database);
          delete wanted['audit_log'];
          delete found['audit_log'];
          expect(found).toEqual(wanted);
        });
        await own.run('REVOKE SET ON PARAMETER session_replication_role FROM $');
      } finally {
        await own.remove();
      }
    },
  );
});

describe('the commands', () => {
  const beside = () => ({ DATABASE_URL: inject('databaseUrl') ?? '' });

  it('say what is wrong in a sentence, and do nothing then', async () => {
    const there = await run('backup', [backup], beside());
    expect(there).toMatchObject({ code: 1, errors: `${backup} is there already. Give another name.\n` });
    const nowhere = await run('backup', [join(folder, 'no', 'such', 'folder.backup')], beside());
    expect(nowhere).toMatchObject({ code: 1, errors: expect.stringContaining('cannot be written') });
    expect(await run('backup', ['a', 'b'], beside())).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Usage'),
    });
    expect(await run('restore', [], beside())).toMatchObject({ code: 2, errors: expect.stringContaining('Usage') });
    const full = await run('restore', [join(folder, 'again.backup')], beside());
    expect(full).toMatchObject({ code: 1, errors: expect.stringContaining('holds something already') });
  });

  it('write a backup beside the running service, and an entry of the audit log', async () => {
    const path = join(folder, 'beside.backup');
    const ended = await run('backup', [path], beside());
    expect(ended).toMatchObject({ code: 0, errors: '', output: expect.stringContaining('whole') });
    expect(existsSync(path)).toBe(true);
    const { rows } = await askAsOwner(test.database, "SELECT target FROM audit_log WHERE action = 'backup.write'");
    expect(rows).toEqual([{ target: 'beside.backup' }]);
  });
});

describe('a database that was tampered with', () => {
  it('does not pass for proven when it is restored', async () => {
    const path = join(folder, 'tampered.backup');
    await test.database.owner.transaction().execute(async (trx) => {
      for (const statement of [
        'SET LOCAL session_replication_role = replica',
        "UPDATE audit_log SET actor = 'nobody' WHERE sequence = 2",
        'UPDATE grid_versions SET geom = ST_Translate(geom, 0.001, 0) WHERE to_generation IS NULL',
      ])
        await sql.raw(statement).execute(trx);
    });
    await writeBackup(test.database, path, new Date());
    const ended = await run('restore', [path], { DATA_DIR: join(folder, 'refused') });
    expect(ended.code).toBe(1);
    expect(ended.output).toContain('FAIL the audit log at entry 2');
    expect(ended.output).toContain('FAIL generation');
    expect(ended.output).toContain('do not serve it');
  });
});
