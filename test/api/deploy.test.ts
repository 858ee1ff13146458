import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

const text = (name: string): string => readFileSync(new URL(`../../docs/deploy/${name}`, import.meta.url), 'utf8');

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
  await publishTo(test, fourGrids());
});
afterAll(() => test.close());

const metrics = async (): Promise<string> => (await test.app.inject({ url: '/metrics' })).body;
async function value(series: string): Promise<number> {
  const line = (await metrics()).split('\n').find((one) => one.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1));
}
const signIn = (username: string, password: string) =>
  test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password } });

describe('the alert rules', () => {
  /** What PromQL itself says, besides names of metrics; `up` is Prometheus' own. */
  const WORDS = new Set(['sum', 'by', 'le', 'rate', 'increase', 'histogram_quantile', 'up']);

  it('ask only for numbers and labels that the service gives', async () => {
    await test.app.inject({ url: '/api/v1/lookup?lng=109.005&lat=34.205' });
    const given = await metrics();
    const expressions = [...text('alerts.yml').matchAll(/^\s+expr: (.*)$/gm)].map(([, expression = '']) => expression);
    expect(expressions.length).toBeGreaterThan(8);
    const names = expressions.flatMap((one) =>
      [...one.replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '').matchAll(/[a-z_][a-z0-9_]*(?![a-z0-9_.])/gi)].map(
        ([name]) => name,
      ),
    );
    const missing = names.filter((name) => !WORDS.has(name) && !new RegExp(`^${name}(\\{| )`, 'm').test(given));
    expect(missing.filter((name) => !/^e\d+$/.test(name))).toEqual([]);
    const labels = expressions
      .flatMap((one) => [...one.matchAll(/\{([^}]*)\}/g)].map(([, label = '']) => label))
      .filter((label) => !label.startsWith('job=') && label !== 'status="5xx"');
    expect(labels.filter((label) => !given.includes(label))).toEqual([]);
  });
});

describe('the numbers of the service', () => {
  it('count refused sign-ins by reason, without names', async () => {
    const of = (reason: string) => value(`sign_in_failures_total{reason="${reason}"}`);
    const before = { wrong: await of('wrong'), locked: await of('locked') };
    for (let n = 0; n < 7; n++) await signIn('somebody-invented', 'wrong');
    expect(await of('wrong')).toBe(before.wrong + 5);
    expect(await of('locked')).toBe(before.locked + 2);
    expect(await metrics()).not.toContain('somebody-invented');
  });

  it('count publications by how they ended', async () => {
    const of = (outcome: string) => value(`coverage_publications_total{outcome="${outcome}"}`);
    const before = { published: await of('published'), refused: await of('refused') };
    const times = await value('coverage_publication_duration_seconds_count');
    await publishTo(test, fourGrids());
    await expect(publishTo(test, { ...fourGrids(), grids: fourGrids().grids.slice(1) })).rejects.toThrow(
      /do not prove/,
    );
    expect(await of('published')).toBe(before.published + 1);
    expect(await of('refused')).toBe(before.refused + 1);
    expect(await value('coverage_publication_duration_seconds_count')).toBe(times + 2);
  });

  it('tell the connections to the database', async () => {
    const held = await test.database.pool.connect();
    try {
      expect(await value('database_connections{state="in_use"}')).toBeGreaterThanOrEqual(1);
      expect(await value('database_connections{state="waiting"}')).toBe(0);
    } finally {
      held.release();
    }
    expect(await value('database_connections{state="in_use"}')).toBe(0);
    expect(await value('database_connections{state="idle"}')).toBeGreaterThanOrEqual(1);
  });
});

const NGINX = ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).status === 0);

describe('the configuration of nginx', () => {
  it('is taken by nginx', ({ skip }) => {
    if (NGINX === undefined) return skip('There is no nginx here to try the configuration with.');
    const folder = mkdtempSync(join(tmpdir(), 'gridwarden-nginx-'));
    try {
      const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
      const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=grid.example.org', '-days', '1'];
      execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
      const site = text('nginx.conf')
        .replace('/etc/ssl/certs/gridwarden.pem', certificate)
        .replace('/etc/ssl/private/gridwarden.key', key);
      const whole = `pid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log off;\n${site}\n}\n`;
      writeFileSync(join(folder, 'nginx.conf'), whole);
      const tried = spawnSync(NGINX, ['-t', '-c', join(folder, 'nginx.conf')], { encoding: 'utf8' });
      expect([tried.stderr, tried.status]).toEqual([expect.stringContaining('test is successful'), 0]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
