import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../server/core/people/schemas.ts';
import { replaceStaff } from '../../server/people/service.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;

beforeAll(async () => {
  started = await startApp({ environment: { PUBLIC_LOOKUP: '1' } });
  await publishTo(started, fourGrids());
  const warden = (code: string) => ({ code, name: `长${code}`, phone: `000-${code}`, role: 'warden' as const });
  await started.database.owner
    .transaction()
    .execute((trx) => replaceStaff(trx, '05', ['050101', '050102', '050201', '050202'].map(warden)));
  await started.people.staff.reload();
});
afterAll(() => started.close());

/** A spot in each grid. */
const SPOTS = {
  '050101': 'lng=109.005&lat=34.205',
  '050102': 'lng=109.015&lat=34.205',
  '050201': 'lng=109.005&lat=34.215',
  '050202': 'lng=109.015&lat=34.215',
} as const;
type Code = keyof typeof SPOTS;
const CODES = Object.keys(SPOTS) as Code[];

const wardensAt = async (code: Code, headers: object = {}) => {
  const answer = await started.app.inject({ url: `/api/v1/lookup?${SPOTS[code]}`, headers: { ...headers } });
  expect(answer.statusCode).toBe(200);
  return answer.json<{ wardens: { name: string; phone: string | null }[] }>().wardens;
};
const entries = async (): Promise<{ actor: string; target: string }[]> =>
  started.database.owner
    .selectFrom('audit_log')
    .select(['actor', 'target'])
    .where('action', '=', 'phones.read')
    .orderBy('sequence')
    .execute();

describe('telephone numbers in lookups', () => {
  const all = CODES;
  const south: Code[] = ['050101', '050102'];
  // By hand from safety.md: “all” is the whole district, else what the scope covers; a member's is one grid.
  it.each<[Role, string, readonly Code[]]>([
    ['admin', '05', all],
    ['planner', '05', all],
    ['planner', '0501', south],
    ['approver', '0501', south],
    ['dispatcher', '0501', all],
    ['clerk', '0502', all],
    ['unitHead', '0501', south],
    ['warden', '050101', ['050101']],
    ['warden', '0501', south],
    ['member', '050101', ['050101']],
    ['member', '05', []],
    ['assessor', '05', []],
    ['auditor', '05', []],
  ])('are shown to %s of %s in %j, and names to all', async (role, scope, shown) => {
    const headers = await started.tokenFor([{ role, scope }]);
    for (const code of CODES)
      expect(await wardensAt(code, headers)).toEqual([
        { name: `长${code}`, phone: shown.includes(code) ? `000-${code}` : null, role: 'warden' },
      ]);
  });

  it('are not for who is not signed in, nor are the names', async () => {
    for (const code of CODES) expect(await wardensAt(code)).toEqual([]);
  });

  it('leave an entry for each grid whose numbers somebody looked at, not for each look', async () => {
    const before = (await entries()).length;
    const headers = await started.tokenFor([{ role: 'dispatcher', scope: '05' }]);
    await Promise.all([wardensAt('050101', headers), wardensAt('050101', headers)]);
    await wardensAt('050201', headers);
    await wardensAt('050101', headers);
    const written = (await entries()).slice(before);
    expect(written.map(({ target }) => target).sort()).toEqual(['050101', '050201']);
    expect(new Set(written.map(({ actor }) => actor)).size).toBe(1);
  });

  it('are not shown when that cannot be written', async () => {
    const headers = await started.tokenFor([{ role: 'dispatcher', scope: '05' }]);
    await wardensAt('050101', headers);
    await started.database.owner.schema.alterTable('audit_head').renameTo('audit_head_away').execute();
    try {
      expect((await wardensAt('050102', headers))[0]?.phone).toBeNull();
      expect((await wardensAt('050101', headers))[0]?.phone).toBe('000-050101');
    } finally {
      await started.database.owner.schema.alterTable('audit_head_away').renameTo('audit_head').execute();
    }
    expect((await wardensAt('050102', headers))[0]?.phone).toBe('000-050102');
  });
});
