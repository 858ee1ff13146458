import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendAudit, verifyAudit } from '../../server/audit/auditLog.ts';
import type { Certificate } from '../../server/core/coverage/schemas.ts';
import type { AuditVerdict } from '../../server/core/people/audit.ts';
import { inTransaction } from '../../server/db/transaction.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

const append = (target: string, extra: object = {}) =>
  inTransaction(test.database.owner, (trx) =>
    appendAudit(trx, { actor: 'tester', action: 'test.event', target, ...extra }),
  );
const verdict = () => verifyAudit(test.database.owner);

/** Runs statements as somebody who owns the database would, past the triggers. */
async function tamper(...statements: string[]): Promise<void> {
  await inTransaction(test.database.owner, async (trx) => {
    await sql`ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only`.execute(trx);
    for (const statement of statements) await sql.raw(statement).execute(trx);
    await sql`ALTER TABLE audit_log ENABLE TRIGGER audit_log_append_only`.execute(trx);
  });
}

describe('the audit log', () => {
  it('chains entries, also those written at the same time and with every kind of content', async () => {
    const odd = {
      text: '“灞桥”\u2028 =1+1 \\ "',
      number: 1.5e-7,
      nothing: undefined,
      list: [undefined, null, -0],
      at: new Date(0),
    };
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => append(`t${index}`, { before: odd, after: index, address: '::1' })),
    );
    const result = await verdict();
    expect(result).toMatchObject({ ok: true, fault: null });
    expect(result.entries).toBeGreaterThan(20);
  });

  it('does not keep the entry of a change that was rolled back', async () => {
    const before = (await verdict()).entries;
    const work = inTransaction(test.database.owner, async (trx) => {
      await appendAudit(trx, { actor: 'tester', action: 'test.event', target: 'never' });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect((await verdict()).entries).toBe(before);
  });

  it.each(['UPDATE audit_log SET actor = $$x$$', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'refuses %s',
    async (statement) => {
      await expect(sql.raw(statement).execute(test.database.owner)).rejects.toThrow(/append-only/);
    },
  );
});

describe('tampering', () => {
  it('with the content of an entry is found', async () => {
    await tamper(`UPDATE audit_log SET target = 'forged' WHERE sequence = 5`);
    expect(await verdict()).toMatchObject({
      ok: false,
      fault: { sequence: 5, reason: 'its content is not what was written' },
    });
    const original = await test.database.owner
      .selectFrom('audit_log')
      .select('target')
      .where('sequence', '=', 4)
      .executeTakeFirst();
    expect(original).toBeDefined();
  });

  it('by removing an entry from the middle, or the last ones, is found', async () => {
    const fresh = await startApp();
    try {
      await inTransaction(fresh.database.owner, (trx) => appendAudit(trx, { actor: 'a', action: 'b', target: 'c' }));
      test = fresh;
      const { entries } = await verdict();
      await tamper(`DELETE FROM audit_log WHERE sequence = ${entries}`);
      expect(await verdict()).toMatchObject({ ok: false, fault: { reason: 'entries are missing at the end' } });
      await tamper(`DELETE FROM audit_log WHERE sequence = 2`);
      expect(await verdict()).toMatchObject({ ok: false, fault: { sequence: 3 } });
    } finally {
      await fresh.close();
      test = await startApp();
    }
  });
});

describe('a chain that was written anew', () => {
  let fresh: TestApp;
  const checked = async (): Promise<AuditVerdict> =>
    (
      await fresh.app.inject({ url: '/api/v1/audit/verification', headers: { ...(await fresh.signIn('auditor')) } })
    ).json();
  /** Takes entries off the end so that what is left holds by itself. */
  async function cutBack(entries: number): Promise<void> {
    const { owner: kysely } = fresh.database;
    test = fresh;
    await tamper(`DELETE FROM audit_log WHERE sequence > ${entries}`);
    await sql`UPDATE audit_head SET sequence = ${entries}, hash = (SELECT hash FROM audit_log WHERE sequence = ${entries})`.execute(
      kysely,
    );
  }
  beforeAll(async () => {
    fresh = await startApp();
    await fresh.signIn('auditor');
    await publishTo(fresh, fourGrids());
  });
  afterAll(async () => {
    await fresh.close();
    test = await startApp();
  });

  it('holds by itself, and is found by the entry that a certificate names', async () => {
    const { auditHead } = (
      await fresh.app.inject({
        url: '/api/v1/generations/1/certificate',
        headers: { ...(await fresh.signIn('auditor')) },
      })
    ).json<Certificate>();
    const named = auditHead?.sequence ?? 0;
    expect(await checked()).toMatchObject({ ok: true });
    await cutBack(named - 1);
    expect(await verifyAudit(fresh.database.owner)).toMatchObject({ ok: true });
    expect(await checked()).toMatchObject({ ok: false, fault: { sequence: named } });
    for (let n = 0; n < 5; n++)
      await inTransaction(fresh.database.owner, (trx) =>
        appendAudit(trx, { actor: 'forger', action: 'session.open', target: `${n}` }),
      );
    expect(await verifyAudit(fresh.database.owner)).toMatchObject({ ok: true });
    const { ok, fault } = await checked();
    expect([ok, fault?.sequence]).toEqual([false, named]);
    expect(fault?.reason).toContain('the certificate of generation 1');
  });
});

describe('reading it', () => {
  const read = async (who: 'auditor' | 'admin' | 'planner', url: string) =>
    test.app.inject({ url, headers: { ...(await test.signIn(who)) } });

  it('is for auditors and administrators, page by page', async () => {
    expect((await read('planner', '/api/v1/audit')).statusCode).toBe(403);
    const seen: number[] = [];
    let url: string | undefined = '/api/v1/audit?limit=3';
    while (url !== undefined) {
      const page = await read('auditor', url);
      seen.push(...page.json<{ entries: { sequence: number }[] }>().entries.map((entry) => entry.sequence));
      url = /<([^>]+)>; rel="next"/.exec(String(page.headers['link'] ?? ''))?.[1];
    }
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => seen.length - index));
    expect(seen.length).toBeGreaterThan(8);
  });

  it('exports all of it as JSON lines or CSV, and that too is an entry', async () => {
    const lines = (await read('auditor', '/api/v1/audit/export')).body.trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ sequence: 1, actor: 'system' });
    const csv = await read('auditor', '/api/v1/audit/export?format=csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.body.split('\r\n')[0]).toMatch(/^sequence,at,actor/);
    expect(csv.body).toContain('audit.export');
  });

  it('does not show the entries of another district', async () => {
    await append('secret of 06', { scope: '06' });
    await append('0501 matters', { scope: '0501' });
    const { body } = await read('auditor', '/api/v1/audit?limit=1000');
    expect(body).toContain('0501 matters');
    expect(body).not.toContain('secret of 06');
  });

  it('says over the API whether the chain holds', async () => {
    expect((await read('auditor', '/api/v1/audit/verification')).json()).toMatchObject({ ok: true, fault: null });
  });
});
