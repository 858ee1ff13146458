import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEMO_SEED, demoPlan } from '../../../data/generator/demoPlan.ts';
import { writeFiles } from '../../../data/generator/files.ts';
import { type DemoDistrict, generateDistrict } from '../../../data/generator/generate.ts';
import { readDistrict } from '../../../data/generator/readDistrict.ts';
import { Chain } from '../../../server/core/coverage/proof/chain.ts';
import { areaSquareMetres } from '../../../server/core/geometry/area.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '..', '..', '..');
const shared = process.env.GRIDWARDEN_SHARED_DATA ?? join(root, '..', 'shared', 'data');
const demo = generateDistrict(demoPlan(DEMO_SEED));

const chainOf = (areas: readonly Area[], outline: Area): Chain => {
  const chain = new Chain(16);
  areas.forEach((area, owner) => chain.addBoundary(area, owner));
  chain.addBoundary(outline, -2, -1);
  return chain;
};

/** Winding number test in plain floating point: good enough for points that are metres away from the outline. */
const covers = (area: Area, [x, y]: readonly [number, number]): boolean => {
  let inside = false;
  for (const ring of area.flat()) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]] as [number, number, number, number];
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
    }
  }
  return inside;
};

const edgesCancel = ({ grids, units, outline }: DemoDistrict): boolean =>
  chainOf(
    grids.map(({ area }) => area),
    outline,
  ).isZero() &&
  chainOf(
    units.map(({ area }) => area),
    outline,
  ).isZero();

describe('the demo district', () => {
  it('is drawn from its seed to the very bytes that are committed', () => {
    for (const [name, text] of writeFiles(demo)) {
      expect(readFileSync(join(root, 'data', 'demo', name), 'utf8') === text, `${name} differs: run npm run demo`).toBe(
        true,
      );
    }
  });

  it('differs with another seed, and proves all the same', () => {
    const other = generateDistrict(demoPlan(7));
    expect(other.grids[0]?.area).not.toEqual(demo.grids[0]?.area);
    expect(edgesCancel(other)).toBe(true);
  });

  it('has borders whose directed edges cancel to the outline, for grids and for units', () => {
    expect(edgesCancel(demo)).toBe(true);
  });

  it('has 6 units and 80 grids with distinct names, numbered from 01 inside each unit', () => {
    expect(demo.units.map(({ code, name }) => code + name)).toEqual([
      '0501纺织城',
      '0502席王',
      '0503洪庆',
      '0504红旗',
      '0505灞桥',
      '0506狄寨',
    ]);
    expect(demo.grids).toHaveLength(80);
    expect(new Set(demo.grids.map(({ name }) => name)).size).toBe(80);
    for (const { code } of demo.units) {
      const numbers = demo.grids.filter((grid) => grid.code.startsWith(code)).map((grid) => Number(grid.code.slice(4)));
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    }
  });

  it('covers about 320 km² in grids between half a square kilometre and twelve', () => {
    expect(areaSquareMetres(demo.outline) / 1e6).toBeGreaterThan(310);
    expect(areaSquareMetres(demo.outline) / 1e6).toBeLessThan(330);
    for (const { area } of demo.grids) {
      expect(areaSquareMetres(area) / 1e6).toBeGreaterThan(0.5);
      expect(areaSquareMetres(area) / 1e6).toBeLessThan(12);
    }
  });

  it('has an enclave: a grid with a hole that is exactly another grid', () => {
    const holes = demo.grids.flatMap(({ area }) => area.flatMap((polygon) => polygon.slice(1)));
    expect(holes.length).toBeGreaterThan(0);
    for (const hole of holes) {
      const fills = ({ area }: { area: Area }) => area.length === 1 && chainOf([area, [[hole]]], []).isZero();
      expect(demo.grids.filter(fills)).toHaveLength(1);
    }
  });

  it('has a few thousand house numbers, each once, all inside the district', () => {
    expect(demo.addresses.length).toBeGreaterThan(3000);
    expect(new Set(demo.addresses.map(({ street, number }) => street + number)).size).toBe(demo.addresses.length);
    expect(demo.addresses.filter(({ at }) => !covers(demo.outline, at))).toEqual([]);
  });

  it('has one head for the district and each unit and one warden for each grid, with phones that are nobody’s', () => {
    const codes = demo.staff.map(({ code }) => code);
    expect(codes).toEqual(['05', ...demo.units.map(({ code }) => code), ...demo.grids.map(({ code }) => code)]);
    expect(demo.staff.every(({ phone }) => phone.startsWith('000-'))).toBe(true);
  });
});

describe.skipIf(!existsSync(join(shared, 'baqiao.geojson')))(
  'a real outline (skipped where the shared data is missing)',
  () => {
    it('is divided the same from its WGS84 and its GCJ-02 form, bent by at most one lattice unit', () => {
      const divided = (['wgs84', 'gcj02'] as const).map((crs) => {
        const file = join(shared, crs === 'wgs84' ? 'baqiao.geojson' : 'baqiao-gcj02.geojson');
        return generateDistrict({ ...demoPlan(DEMO_SEED), outline: readDistrict(file, crs).outline });
      });
      for (const district of divided) {
        expect(edgesCancel(district)).toBe(true);
        expect(district.grids).toHaveLength(80);
        expect(district.report.bendLatticeUnits).toBeLessThanOrEqual(1);
      }
    });

    it('may be concave, small, large or in several parts', () => {
      for (const name of ['新城区', '未央区', '长安区', '周至县']) {
        const { outline } = readDistrict(join(shared, 'xian-districts-gcj02.geojson'), 'gcj02', name);
        const district = generateDistrict({ ...demoPlan(DEMO_SEED), outline });
        expect(edgesCancel(district), name).toBe(true);
        expect(district.report.bendLatticeUnits, name).toBeLessThanOrEqual(1);
      }
    });
  },
);
