import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert as assertProperty, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDistrict } from '../../../data/generator/readDistrict.ts';
import { projectionFrom, projectionTo } from '../../../server/core/coverage/datum.ts';
import { toUnits } from '../../../server/core/geometry/lattice.ts';

const shared =
  process.env['GRIDWARDEN_SHARED_DATA'] ??
  join(fileURLToPath(new URL('.', import.meta.url)), '..', '..', '..', '..', 'shared', 'data');

describe('the datum of Chinese map apps', () => {
  it.each(['gcj02', 'bd09'] as const)('%s → WGS84 → %s gives the same lattice point back', (crs) => {
    const [from, to] = [projectionFrom(crs), projectionTo(crs)];
    assertProperty(
      property(double({ min: 74, max: 134, noNaN: true }), double({ min: 19, max: 53, noNaN: true }), (lng, lat) => {
        const [x, y] = from?.(lng, lat) ?? [0, 0];
        const [backX, backY] = to?.(x, y) ?? [0, 0];
        expect(Math.abs(toUnits(backX) - toUnits(lng))).toBeLessThanOrEqual(1);
        expect(Math.abs(toUnits(backY) - toUnits(lat))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('shifts Xi’an by some hundred metres and leaves WGS84 and CGCS2000 alone', () => {
    const [x, y] = projectionFrom('gcj02')?.(109.07, 34.27) ?? [0, 0];
    expect(Math.abs(x - 109.07) * 92_000 + Math.abs(y - 34.27) * 111_000).toBeGreaterThan(300);
    expect(projectionFrom('wgs84')).toBeNull();
    expect(projectionFrom('cgcs2000')).toBeNull();
  });
});

describe.skipIf(!existsSync(join(shared, 'baqiao.geojson')))(
  'the real outline of Baqiao (skipped where the shared data is missing)',
  () => {
    it('is the same from WGS84 and from GCJ-02, to the lattice unit', () => {
      const given = readDistrict(join(shared, 'baqiao.geojson'), 'wgs84').outline;
      const converted = readDistrict(join(shared, 'baqiao-gcj02.geojson'), 'gcj02').outline;
      const [a, b] = [given, converted].map((area) => Array.from(area[0]?.[0] ?? [])) as [number[], number[]];
      expect(b).toHaveLength(a.length);
      const greatest = Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
      expect(greatest).toBeLessThanOrEqual(1);
    });
  },
);
