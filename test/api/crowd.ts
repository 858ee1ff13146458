import { sql } from 'kysely';
import { expect } from 'vitest';
import { type App, buildApp } from '../../server/app.ts';
import { hashOfAreas } from '../../server/core/coverage/certificate/certificate.ts';
import { EditableCoverage } from '../../server/core/coverage/editableCoverage.ts';
import type { Grid } from '../../server/core/coverage/model.ts';
import { proveThreeLevels } from '../../server/core/coverage/proof/levels.ts';
import { AreaReader } from '../../server/core/geometry/geoJson.ts';
import type { EditAnswer, PlanDetail } from '../../server/core/plans/schemas.ts';
import type { Publication } from '../../server/coverage/publication.ts';
import { PublishedCoverages } from '../../server/coverage/publishedCoverages.ts';
import * as coverageQueries from '../../server/coverage/queries.ts';
import { EVERYTHING } from '../../server/db/scopes.ts';
import { silentLog } from '../../server/log/log.ts';
import { openPeople } from '../../server/people/service.ts';
import { randomCoverage } from '../unit/coverage/randomCoverage.ts';
import type { TestApp } from './harness.ts';

export type Areas = EditAnswer['areas'];

const UNITS = [
  { code: '0501', name: '纺织城' },
  { code: '0502', name: '席王' },
];

/** A district of jittered grids in two units, with holes, enclaves and grids in several parts. */
export function crowdDistrict(seed: number): Publication {
  const { grids, outline } = randomCoverage(seed, { columns: 5, rows: 5, cellsPerGrid: 2 });
  return {
    district: { code: '05', name: '灞桥区' },
    mandated: outline,
    units: UNITS,
    grids: grids.map(({ area }, i) => {
      const code = `050${1 + (i % 2)}${String(1 + Math.floor(i / 2)).padStart(2, '0')}`;
      return { code, name: code, area };
    }),
    note: 'a district for many',
    actor: 'test',
    address: null,
  };
}

/** Another process, as far as one can be had in a test: an app with a memory of its own on the same database, listening. */
export async function anotherApp(started: TestApp): Promise<{ app: App; url: string; close(): Promise<void> }> {
  const { database, config } = started;
  const published = new PublishedCoverages(database.within(['05']), config.district);
  const people = openPeople(database.within(EVERYTHING));
  await people.staff.reload();
  const app = await buildApp({ config, database, people, published, signInsPerMinute: 100_000 });
  await published.start(silentLog);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    url,
    close: async () => {
      published.stop();
      await app.close();
    },
  };
}

/** One person at one of the processes, over HTTP. */
export class Person {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, headers: object) {
    this.#url = url;
    this.#headers = { ...headers };
  }

  async call<T>(method: 'GET' | 'POST', path: string, payload?: object): Promise<{ status: number; body: T }> {
    const answer = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: { ...this.#headers, ...(payload ? { 'content-type': 'application/json' } : {}) },
      ...(payload ? { body: JSON.stringify(payload) } : {}),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }

  /** The body of a call that must succeed. */
  async done<T>(method: 'GET' | 'POST', path: string, payload?: object): Promise<T> {
    const { status, body } = await this.call<T>(method, path, payload);
    if (status >= 300) throw new Error(`${method} ${path} → ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Decides about a plan as it stands, having read it. */
  async decide<T>({ id }: { id: string }, verb: string, payload: object = {}): Promise<{ status: number; body: T }> {
    const { revision } = await this.done<PlanDetail>('GET', `/plans/${id}`);
    return this.call<T>('POST', `/plans/${id}/${verb}`, { revision, ...payload });
  }

  /** The plan after a decision that must succeed. */
  async decided(plan: { id: string }, verb: string, payload: object = {}): Promise<PlanDetail> {
    const { status, body } = await this.decide<PlanDetail>(plan, verb, payload);
    if (status >= 300) throw new Error(`${verb} → ${status} ${JSON.stringify(body)}`);
    return body;
  }
}

export function gridsFrom(areas: Areas): Grid[] {
  const reader = new AreaReader();
  return areas.features.map(({ properties: { code, name, revision }, geometry }) => {
    const area = reader.read(geometry, '');
    if (!area) throw new Error(`${code} cannot be read`);
    return { id: code, code, name, revision, area };
  });
}

/** The ground as somebody sees it who has just looked. */
export const groundSeen = (areas: Areas, { district, mandated, units }: Publication): EditableCoverage =>
  new EditableCoverage({ district, mandated, outline: mandated, units, grids: gridsFrom(areas) });

interface Opinion {
  invalid: number;
  overlapping: number;
  union: number;
  grids: number;
  outline: number;
}

/** Proves a generation from the database's rows alone, by our proof and by PostGIS. Gives the hash of its grids. */
export async function expectProven(started: TestApp, generation: number): Promise<string> {
  const { owner: kysely } = started.database;
  const outline = await coverageQueries.readOutline(kysely, '05', generation);
  const grids = await coverageQueries.readGrids(kysely, '05', generation);
  const units = await coverageQueries.readUnits(kysely, '05', generation);
  if (!outline) throw new Error('no outline');
  const district = { code: '05', name: outline.name };
  const proof = proveThreeLevels({ district, outline: outline.mandated, units, grids });
  expect(proof.faults.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(proof.ok).toBe(true);
  const { rows } = await sql<Opinion>`
    WITH grids AS (SELECT code, geom FROM grid_versions
      WHERE from_generation <= ${generation} AND (to_generation IS NULL OR to_generation > ${generation})),
    pairs AS (SELECT count(*)::int AS overlapping FROM grids a JOIN grids b ON a.code < b.code AND a.geom && b.geom
      WHERE ST_Relate(a.geom, b.geom, 'T********'))
    SELECT (SELECT count(*)::int FROM grids WHERE NOT ST_IsValid(geom)) AS invalid, pairs.overlapping,
      (SELECT ST_Area(ST_Union(geom)) FROM grids)::float8 AS union, (SELECT sum(ST_Area(geom)) FROM grids)::float8 AS grids,
      (SELECT ST_Area(working) FROM outline_versions
        WHERE from_generation <= ${generation} AND (to_generation IS NULL OR to_generation > ${generation}))::float8 AS outline
    FROM pairs`.execute(kysely);
  const [opinion] = rows as [Opinion];
  expect(opinion).toMatchObject({ invalid: 0, overlapping: 0 });
  // PostGIS computes in doubles near 109°, where a lattice unit's square is far below a part in 10⁷ of the district.
  expect(opinion.union / opinion.outline).toBeCloseTo(1, 7);
  expect(opinion.grids / opinion.outline).toBeCloseTo(1, 7);
  return hashOfAreas(grids);
}
