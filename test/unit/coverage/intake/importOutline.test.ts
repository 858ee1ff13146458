import { expect, test } from 'vitest';
import { planImport } from '../../../../server/core/coverage/intake/planImport.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import type { Area, Ring } from '../../../../server/core/geometry/lattice.ts';
import { oddDistrict } from '../oddDistricts.ts';
import { randomSource } from '../randomCoverage.ts';
import { type Corner, walks } from '../walks.ts';

const cornersOf = (ring: Ring): Corner[] =>
  Array.from({ length: ring.length / 2 }, (_, i): Corner => [ring[2 * i] as number, ring[2 * i + 1] as number]);

/** The ring that goes once around grids without gaps: the edges that no grid runs back, each beginning where the last one ended. */
function ringAround(areas: readonly Area[]): Corner[] {
  const edges = areas.flat(2).flatMap((ring) => {
    const corners = cornersOf(ring);
    return corners.map((from, c) => [from, corners[(c + 1) % corners.length] as Corner] as const);
  });
  const run = new Set(edges.map(String));
  const next = new Map(edges.filter(([a, b]) => !run.has(String([b, a]))).map(([a, b]) => [String(a), b]));
  const [first] = next.values();
  const ring: Corner[] = [];
  for (let at = first; at && ring.length < next.size; at = next.get(String(at))) ring.push(at);
  return ring;
}

test('what an import calls ready runs around its outline corner by corner, however roughly the grids were drawn', () => {
  const tally = { ready: 0, faulty: 0, pointsPut: 0 };
  for (let seed = 1; seed <= 700; seed++) {
    const random = randomSource(seed);
    const { grids, mandated: given } = oddDistrict(seed);
    // Rings that meet in a point would have to be told apart first.
    if (given.flat().length > 1) continue;
    const noise = [0, 1, 2, 6, 20, 60][seed % 6] as number;
    const rough = (ring: Ring): Ring => ring.map((value) => value + Math.round((random() - 0.5) * 2 * noise));
    const feature = (code: string, area: Area): GeoJSON.Feature => ({
      type: 'Feature',
      properties: { code, name: code },
      geometry: toGeoJson(area),
    });
    const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
      type: 'FeatureCollection',
      features,
    });
    const { report, candidate } = planImport({
      districtCode: '05',
      district: collection([feature('05', given)]),
      units: null,
      grids: collection(
        grids.map(({ code, area }) =>
          feature(
            code,
            area.map((polygon) => polygon.map(rough)),
          ),
        ),
      ),
      crs: 'wgs84',
      snapMetres: [0, 0.1, 0.5, 1, 2][Math.floor(random() * 5)] as number,
      assignCodes: false,
    });
    tally[report.ok ? 'ready' : 'faulty']++;
    if (!report.ok) continue;
    const [shell] = given[0] as [Ring];
    const around = ringAround(candidate.grids.map(({ area }) => area));
    expect(walks([cornersOf(shell)], [around]), `seed ${seed}`).toBe(true);
    tally.pointsPut += around.length - shell.length / 2;
  }
  expect(tally.ready).toBeGreaterThan(30);
  expect(tally.faulty).toBeGreaterThan(50);
  expect(tally.pointsPut).toBeGreaterThan(80);
});
