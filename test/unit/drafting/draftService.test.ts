import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkChange } from '../../../server/core/coverage/checkChange.ts';
import { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import { groundBefore } from '../../../server/core/coverage/edits/changeFor.ts';
import { readFeatures } from '../../../server/core/coverage/proof/validation.ts';
import type { DraftState } from '../../../server/core/drafting/schemas.ts';
import { Fault } from '../../../server/core/fault.ts';
import { AreaReader } from '../../../server/core/geometry/geoJson.ts';
import type { KnownCaller } from '../../../server/core/people/caller.ts';
import { DraftPool } from '../../../server/drafting/draftPool.ts';
import { DraftService, type PlansForDrafts } from '../../../server/drafting/service.ts';
import { type Place, readPlaces } from '../../../server/places/readPlaces.ts';
import { JobsInMemory } from './jobsInMemory.ts';

const demo = (name: string): string => readFileSync(new URL(`../../../data/demo/${name}`, import.meta.url), 'utf8');
const features = (name: string) => JSON.parse(demo(name)) as GeoJSON.FeatureCollection;
const named = (name: string) =>
  features(name).features.map(({ properties }) => ({
    code: String(properties?.['code']),
    name: String(properties?.['name']),
  }));
const areas = (name: string) => readFeatures(features(name), new AreaReader(), '').map(({ area }) => area);

const PLAN = '00000000-0000-4000-8000-000000000001';
const NOW = new Date('2026-11-27T09:00:00+08:00');
const planner = (scope: string): KnownCaller => ({
  address: null,
  now: NOW,
  principal: {
    kind: 'session',
    accountId: 'p',
    username: 'planner',
    name: 'planner',
    roles: [{ role: 'planner', scope }],
    secretHash: '',
  },
});

let ground: EditableCoverage;
let service: DraftService;
let empty: DraftService;
const pool = new DraftPool();
const notes: string[] = [];

beforeAll(() => {
  const outline = areas('district.geojson')[0] ?? [];
  const names = named('grids.geojson');
  const grids = areas('grids.geojson').map((area, i) => {
    const { code = '', name = '' } = names[i] ?? {};
    return { id: `id-${code}`, code, name, area, revision: 1 };
  });
  ground = new EditableCoverage({
    district: { code: '05', name: '灞桥区' },
    mandated: outline,
    outline,
    units: named('units.geojson'),
    grids,
  });
  const basemap: GeoJSON.FeatureCollection = {
    type: 'FeatureCollection',
    features: [...features('streets.geojson').features, ...features('water.geojson').features].map((feature) => ({
      ...feature,
      properties: { ...feature.properties, kind: feature.properties?.['class'] === 'river' ? 'river' : 'street' },
    })),
  };
  const weights = async (file: string | null) => {
    const list: Place[] = file === null ? [] : await readPlaces(demo(file), null);
    return {
      version: 1,
      x: Int32Array.from(list, ({ x }) => x),
      y: Int32Array.from(list, ({ y }) => y),
      weight: Float64Array.from(list, ({ weight }) => weight),
      name: [],
      detail: [],
    };
  };
  const plans: PlansForDrafts = {
    find: (_caller, plan) => (plan === PLAN ? Promise.resolve(plan) : Promise.reject(new Fault('not-found', 'no'))),
    draftGround: () =>
      Promise.resolve({
        scope: '05',
        grids: [...ground.grids()],
        units: [...ground.units.values()],
        newCodes: (unit, count) => ground.newCodes(unit, count),
      }),
    applyChange: (_principal, _plan, { note }, change) => {
      checkChange(change, groundBefore(ground, change));
      ground.apply(change);
      notes.push(note);
      return Promise.resolve({ revision: notes.length });
    },
  };
  const coverage = { basemap: () => Promise.resolve(JSON.stringify(basemap)) };
  service = new DraftService(
    plans,
    coverage,
    { weights: (kind) => weights(kind === 'business' ? 'businesses.csv' : 'addresses.csv') },
    pool,
    new JobsInMemory(),
    () => NOW,
  );
  empty = new DraftService(plans, coverage, { weights: () => weights(null) }, pool, new JobsInMemory(), () => NOW);
});
afterAll(() => pool.close());

async function ended(id: string, of: DraftService = service): Promise<DraftState> {
  await expect.poll(async () => (await of.get(planner('05'), PLAN, id)).state, { timeout: 60_000 }).not.toBe('running');
  return of.get(planner('05'), PLAN, id);
}

describe('a draft of the demo district', () => {
  it('divides a unit along its streets, balanced within a tenth, as one change', async () => {
    const started = await service.start(planner('0501'), PLAN, {
      within: '0501',
      count: 12,
      weight: 'businesses',
      seed: 1,
    });
    expect(started).toMatchObject({ state: 'running' });
    const { state, result } = await ended(started.id);
    expect(state).toBe('done');
    expect(result).toMatchObject({ seed: 1, weight: 'businesses', revision: 1, units: [{ unit: '0501', grids: 12 }] });
    expect(result?.balance.largestDeviation).toBeLessThan(0.1);
    expect(result?.shareOfBorderOnLines).toBeGreaterThan(0.7);
    expect(result?.compactness).toBeGreaterThan(0.4);
    const grids = [...ground.grids()].filter(({ code }) => code.startsWith('0501')).map(({ code }) => code);
    expect(grids.toSorted()).toEqual([...(result?.created ?? []), ...(result?.kept ?? [])].toSorted());
    expect(result?.created.every((code) => code > '050116')).toBe(true);
  });

  it('divides the whole district, each unit by itself, shared out by weight', async () => {
    const { id } = await service.start(planner('05'), PLAN, { within: '05', count: 60, weight: 'addresses', seed: 2 });
    const { state, result, error } = await ended(id);
    expect(error).toBeUndefined();
    expect(state).toBe('done');
    expect(result?.units.map(({ unit }) => unit)).toEqual(['0501', '0502', '0503', '0504', '0505', '0506']);
    expect(ground.size).toBe(60);
    expect(result?.units.every(({ balance }) => balance.largestDeviation < 0.1)).toBe(true);
  });

  it('can be cancelled while it runs, and then changes nothing', async () => {
    const before = notes.length;
    const { id } = await service.start(planner('05'), PLAN, { within: '05', count: 200, weight: 'area' });
    expect((await service.cancel(planner('05'), PLAN, id)).state).toBe('cancelled');
    const { id: next } = await service.start(planner('05'), PLAN, {
      within: '0506',
      count: 3,
      weight: 'area',
      seed: 1,
    });
    expect((await ended(next)).state).toBe('done');
    expect((await service.get(planner('05'), PLAN, id)).state).toBe('cancelled');
    expect(notes).toHaveLength(before + 1);
  });

  it('is refused outside the scope, with too many grids, and unknown to another plan', async () => {
    const order = { count: 5, weight: 'area' } as const;
    await expect(service.start(planner('0501'), PLAN, { ...order, within: '0502' })).rejects.toThrow(/forbidden/);
    await expect(service.start(planner('05'), PLAN, { ...order, within: '0502', count: 100 })).rejects.toThrow(
      /from 1 to/,
    );
    await expect(service.start(planner('05'), PLAN, { ...order, within: '0599' })).rejects.toThrow(/no grids/);
    const { id } = await service.start(planner('05'), PLAN, { ...order, within: '0502', seed: 3 });
    await expect(service.get(planner('05'), 'another', id)).rejects.toThrow(/no such draft/);
    await ended(id);
  });

  it('is refused when the unit has not so many codes left, and says why it failed when there is nothing to weigh', async () => {
    const order = { within: '0503', weight: 'area', seed: 1 } as const;
    await expect(service.start(planner('05'), PLAN, { ...order, count: 99 })).rejects.toThrow(/from 1 to \d\d\./);
    const { id } = await empty.start(planner('05'), PLAN, { ...order, count: 2, weight: 'businesses' });
    const { state, error } = await ended(id, empty);
    expect(state).toBe('failed');
    expect(error).toMatchObject({ code: 'invalid-input', detail: expect.stringContaining('nothing in this area') });
  });
});
