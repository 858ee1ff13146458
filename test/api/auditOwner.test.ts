import { sql, type Transaction } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { appendAudit, verifyAudit } from '../../server/audit/auditLog.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { ROLES_SQL, separateRoles } from '../../server/db/databaseRoles.ts';
import { migrate } from '../../server/db/migrate.ts';
import type { Tables } from '../../server/db/tables.ts';
import { inTransaction } from '../../server/db/transaction.ts';
import { startApp, type TestApp } from './harness.ts';
import { OwnDatabase } from './ownDatabase.ts';

const FORBIDDEN = [
  'UPDATE audit_log SET actor = $$x$$',
  'DELETE FROM audit_log',
  'TRUNCATE audit_log',
  'ALTER TABLE audit_log ADD forged text',
  'ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only',
  'ALTER TABLE audit_log DISABLE TRIGGER ALL',
  'DROP TRIGGER audit_log_append_only ON audit_log',
  'DROP TABLE audit_log',
  'DROP TABLE audit_log CASCADE',
  'ALTER TABLE audit_log OWNER TO CURRENT_USER',
  'ALTER TABLE audit_log RENAME TO audit_log_away',
  'CREATE TRIGGER mine BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()',
  'UPDATE audit_head SET sequence = 0',
  'DELETE FROM audit_head',
  'INSERT INTO audit_head (single, sequence, hash) VALUES (false, 0, $$0$$)',
  'TRUNCATE audit_head',
  'DROP TABLE audit_head',
  'DROP FUNCTION refuse_audit_change() CASCADE',
  'DROP FUNCTION advance_audit_head() CASCADE',
  'CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
  'DROP SCHEMA public CASCADE',
  'ALTER SCHEMA public OWNER TO CURRENT_USER',
  'SET ROLE gridwarden_audit',
  'SET session_replication_role = replica',
  // Of an entry that follows from none.
  `INSERT INTO audit_log (sequence, at, actor, action, target, previous_hash, hash)
    VALUES (999, now(), 'x', 'x', 'x', 'x', 'x')`,
];
const entry = { actor: 'tester', action: 'test.event', target: 'x' };
const stateOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'went through',
    (error: { code?: string }) => error.code,
  );

describe('the role that the service works under', () => {
  let test: TestApp;
  const SERVING = `gridwarden_serving_${process.pid}`;

  beforeAll(async () => {
    test = await startApp();
    await sql.raw(`CREATE ROLE ${SERVING}`).execute(test.database.owner);
  });
  afterAll(async () => {
    await sql.raw(`DROP OWNED BY ${SERVING} CASCADE`).execute(test.database.owner);
    await sql.raw(`DROP ROLE ${SERVING}`).execute(test.database.owner);
    await test.close();
  });

  /** Does something as that role, which owns what the service's account owns, and leaves nothing behind. */
  async function asServing<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
    let result: T | undefined;
    const undo = new Error('undo');
    await inTransaction(test.database.owner, async (trx) => {
      await sql.raw(`ALTER TABLE accounts OWNER TO ${SERVING}`).execute(trx);
      await sql.raw(ROLES_SQL).execute(trx);
      await sql.raw(`SET LOCAL ROLE ${SERVING}`).execute(trx);
      result = await work(trx);
      throw undo;
    }).catch((error: unknown) => {
      if (error !== undo) throw error;
    });
    return result as T;
  }

  it.each(FORBIDDEN.filter((statement) => !statement.startsWith('SET ROLE')))('is refused: %s', async (statement) => {
    expect(await stateOf(asServing((trx) => sql.raw(statement).execute(trx)))).toBe('42501');
  });

  it('adds entries and reads them', async () => {
    const added = await asServing(async (trx) => {
      await appendAudit(trx, entry);
      await appendAudit(trx, entry);
      return verifyAudit(trx);
    });
    expect(added.ok).toBe(true);
  });

  it('is found separated after the first of several starts at once', async () => {
    const advice = await Promise.all(Array.from({ length: 12 }, () => separateRoles(test.database.owner)));
    expect(advice.filter((words) => words !== null)).toEqual([]);
    expect(await migrate(test.database.owner)).toEqual([]);
    await inTransaction(test.database.owner, (trx) => appendAudit(trx, entry));
    expect(await verifyAudit(test.database.owner)).toMatchObject({ ok: true });
  });
});

describe.skipIf(inject('databaseUrl') === null)('an account that may not make roles', () => {
  let own: OwnDatabase;
  let database: Database;

  beforeAll(async () => {
    own = await OwnDatabase.make('auditowner');
    await own.run('ALTER ROLE $ NOCREATEROLE');
    database = await openDatabase({ databaseUrl: own.url, dataDir: inject('dataDir') });
    await migrate(database.owner);
  });
  afterAll(async () => {
    await database.close();
    await own.remove();
  });
  afterEach(async () => {
    expect((await verifyAudit(database.owner)).ok).toBe(true);
  });

  it('is told in a sentence what a superuser runs once, and serves nothing before', async () => {
    await expect(separateRoles(database.owner)).rejects.toThrow(
      /^The account gridwarden_auditowner_\d+ may not make the roles .* npm run --silent database:roles \| psql \S+$/,
    );
    await expect(sql`SELECT 1 FROM plans`.execute(database.within(['05']))).rejects.toMatchObject({ code: '42501' });
  });

  it('owns the database and yet can do nothing to the log afterwards', async () => {
    const superuser = await openDatabase({
      databaseUrl: Object.assign(new URL(own.url), { username: new URL(inject('databaseUrl') ?? '').username }).href,
      dataDir: inject('dataDir'),
    });
    await sql.raw(ROLES_SQL).execute(superuser.owner);
    await superuser.close();
    expect(await separateRoles(database.owner)).toBe(null);
    for (const statement of FORBIDDEN)
      expect(await stateOf(sql.raw(statement).execute(database.owner)), statement).toBe('42501');
    await inTransaction(database.owner, (trx) => appendAudit(trx, entry));
    expect(await migrate(database.owner)).toEqual([]);
    await sql`CREATE TABLE of_a_later_migration (x int)`.execute(database.owner);
  });

  it('is told when it was made a member of the owner', async () => {
    await own.run('GRANT gridwarden_audit TO $');
    expect(await separateRoles(database.owner)).toMatch(/REVOKE gridwarden_audit FROM "gridwarden_auditowner_\d+";$/);
    await own.run('REVOKE gridwarden_audit FROM $');
    expect(await separateRoles(database.owner)).toBe(null);
  });

  it('that may make roles sees to it by itself', async () => {
    const other = await OwnDatabase.make('auditmaker');
    const opened = await openDatabase({ databaseUrl: other.url, dataDir: inject('dataDir') });
    try {
      await migrate(opened.owner);
      expect(await separateRoles(opened.owner)).toBe(null);
      expect(await stateOf(sql`DROP TABLE audit_log`.execute(opened.owner))).toBe('42501');
      await inTransaction(opened.owner, (trx) => appendAudit(trx, entry));
    } finally {
      await opened.close();
      await other.remove();
    }
  });
});
