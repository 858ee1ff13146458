import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOfCertificate } from '../../server/core/coverage/certificate/certificate.ts';
import type { Certificate, CoverageSummary } from '../../server/core/coverage/schemas.ts';
import { type Publication, publish } from '../../server/coverage/publication.ts';
import { PublishedCoverages } from '../../server/coverage/publishedCoverages.ts';
import { silentLog } from '../../server/log/log.ts';
import { fourGrids, publishTo, ring } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;

beforeEach(async () => {
  started = await startApp();
});
afterEach(() => started.close());

/** A square with a cape in the east, whose three corners were exchanged in a cycle. */
const CAPE =
  'MULTIPOLYGON(((109 34.2, 109.02 34.2, 109.02 34.205, 109.024 34.208, 109.021 34.215, 109 34.22, 109 34.2)))';
const exchanged = (): Publication => {
  const shell = ring([109, 34.2], [109.02, 34.2], [109.024, 34.208], [109.021, 34.215], [109.02, 34.205], [109, 34.22]);
  return {
    ...fourGrids(),
    units: [{ code: '0501', name: '纺织城' }],
    grids: [{ code: '050101', name: '东', area: [[shell]] }],
    mandated: [[shell]],
  };
};

/** Leaves in the database what an earlier version left: proven against the working outline, certified in the first form. */
async function publishAsBefore(effectiveAt = new Date()): Promise<void> {
  const { owner: kysely } = started.database;
  const { outlineInsertions: _, ...second } = await publish(kysely, { ...exchanged(), effectiveAt }, new Date());
  const first: Certificate = { ...second, format: 'gridwarden-certificate-1' };
  const sha256 = hashOfCertificate(first);
  await kysely
    .updateTable('generations')
    .set({ certificate: JSON.stringify({ ...first, sha256 }), sha256 })
    .where('number', '=', first.generation)
    .execute();
  await sql`UPDATE outline_versions SET mandated = ST_GeomFromText(${CAPE}, 4326)
    WHERE from_generation = ${first.generation}`.execute(kysely);
}

async function get<T>(url: string): Promise<T> {
  const answer = await started.app.inject({ url, headers: { ...(await started.signIn('auditor')) } });
  expect(answer.statusCode).toBe(200);
  return answer.json<T>();
}

interface Ready {
  ready: boolean;
  degraded: boolean;
  checks: Record<string, { ok: boolean; value?: string; reason?: string }>;
}

describe('a generation of an earlier version that leaves its mandated outline', () => {
  it('is served, and the API, readyz and the measurements say so', async () => {
    await publishAsBefore();
    await started.published.refresh();
    const { proof, generation } = await get<CoverageSummary>('/api/v1/coverage');
    expect(generation).toBe(1);
    expect(proof.ok).toBe(false);
    expect(proof.outlineFaults.length).toBeGreaterThan(0);
    const ready = await get<Ready>('/readyz');
    expect(ready).toMatchObject({ ready: true, degraded: true, checks: { outline: { ok: false } } });
    expect(ready.checks['outline']?.reason).toContain('generation 1');
    expect((await started.app.inject('/metrics')).body).toContain('coverage_outline_breaches 1');
    await started.app.secondOpinions.look();
    const { secondOpinion } = (await get<CoverageSummary>('/api/v1/coverage')).proof;
    expect(secondOpinion?.findings.map(({ check }) => check)).toContain('outline');
    expect(await get<object>('/api/v1/lookup?lng=109.005&lat=34.205')).toMatchObject({ grid: { code: '050101' } });
  });

  it('is named in the log at the start, once, and so is one that is yet to come into force', async () => {
    await publishTo(started, fourGrids());
    await publishAsBefore(new Date(Date.now() + 86_400_000));
    const errors: object[] = [];
    const log = { ...silentLog, error: (fields: object | string) => void errors.push(Object(fields)) };
    const published = new PublishedCoverages(started.database.within(['05']), '05');
    await published.start(log);
    published.stop();
    expect(published.current()?.generation).toBe(1);
    expect(errors).toMatchObject([{ generation: 2 }]);
    await published.numbered(2);
    expect(errors).toHaveLength(1);
    expect(published.outlineBreaches).toMatchObject([{ generation: 2 }]);
  });

  it('is past once a right one is in force: nothing is degraded any more', async () => {
    await publishAsBefore();
    await started.published.refresh();
    await publishTo(started, fourGrids());
    expect(await get<Ready>('/readyz')).toMatchObject({
      ready: true,
      degraded: false,
      checks: { outline: { ok: true, value: 'filled' } },
    });
    expect((await get<CoverageSummary>('/api/v1/coverage')).proof).toMatchObject({ ok: true, outlineFaults: [] });
  });
});
