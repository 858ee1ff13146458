import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { Planner } from './planning.ts';

let started: TestApp;
let admin: Planner;
let plan = { id: '' };

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
  admin = new Planner(started, await started.signIn('admin'));
  plan = await admin.begin();
});
afterAll(() => started.close());

const account = (name: string, username = 'somebody') => ({
  username,
  name,
  password: 'seven-odd-herons-19',
  roles: [{ role: 'auditor', scope: '05' }],
});
const edit = (name: string) => ({ op: 'rename', grid: '050101', name });

describe('a text with a character that nobody sees is refused, with its place and the character', () => {
  it.each([
    ['POST', (): string => '/accounts', account, '/name'],
    ['POST', (): string => '/tokens', (name: string) => ({ name, roles: [], expiresInDays: 1 }), '/name'],
    ['POST', (): string => '/plans', (title: string) => ({ title }), '/title'],
    ['POST', (): string => '/plans', (note: string) => ({ title: 'a', note }), '/note'],
    ['PATCH', (): string => `/plans/${plan.id}`, (title: string) => ({ title }), '/title'],
    ['POST', (): string => `/plans/${plan.id}/comments`, (text: string) => ({ text }), '/text'],
    ['POST', (): string => `/plans/${plan.id}/edits`, edit, '/name'],
  ] as const)('%s %s', async (method, url, payload, place) => {
    const refused = await admin.call(method, url(), payload('甲\u202e乙'));
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      expect.toSatisfy((status: number) => status === 400 || status === 422),
      expect.stringMatching(/U\+202E/),
    ]);
    expect(refused.body).toMatchObject({ errors: [{ path: expect.stringContaining(place) }] });
  });
});

describe('a name', () => {
  it('loses the blanks around it', async () => {
    const made = await admin.done<{ name: string }>('POST', '/accounts', account('\u3000 张三 ', 'zhangsan'));
    expect(made.name).toBe('张三');
  });

  it('loses them too when it is changed, or comes with a split', async () => {
    const other = await admin.begin();
    const renamed = await admin.done<{ title: string }>('PATCH', `/plans/${other.id}`, { title: '\u2028\ufeff 新题 ' });
    expect(renamed.title).toBe('新题');
    const line = [
      [108.99, 34.205],
      [109.02, 34.205],
    ];
    const names = [' 南 ', '\ufeff北'];
    const { areas } = await admin.edit(other, { op: 'split', grid: '050101', line, names });
    const given = areas.features.map(({ properties }) => (properties as unknown as { name: string }).name);
    expect(given).toEqual(expect.arrayContaining(['南', '北']));
  });

  it('of blanks is none', async () => {
    expect((await admin.call('POST', '/accounts', account('\u3000', 'blank'))).body).toMatchObject({
      errors: [{ path: '/name', message: 'is blank' }],
    });
  });
});
