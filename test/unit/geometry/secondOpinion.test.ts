import { area as turfArea } from '@turf/turf';
import fc from 'fast-check';
import geoJsonValidation from 'geojson-validation';
import { describe, expect, it } from 'vitest';
import { areaSquareMetres } from '../../../server/core/geometry/area.ts';
import { toGeoJson } from '../../../server/core/geometry/geoJson.ts';
import { randomCoverage } from '../coverage/randomCoverage.ts';

const anyGrid = fc.integer({ min: 1, max: 1e9 }).map((seed) => randomCoverage(seed).grids[0]?.area ?? []);

describe('an area, in the opinion of libraries of other people', () => {
  it('is as large as turf says, which takes the earth for a ball', () => {
    fc.assert(
      fc.property(anyGrid, (area) => {
        const ratio = areaSquareMetres(area) / turfArea(toGeoJson(area));
        expect(ratio).toBeGreaterThan(0.995);
        expect(ratio).toBeLessThan(1.005);
      }),
    );
  });

  it('goes out as valid GeoJSON', () => {
    fc.assert(
      fc.property(anyGrid, (area) => {
        const geometry = toGeoJson(area);
        expect(
          geometry.type === 'Polygon'
            ? geoJsonValidation.isPolygon(geometry)
            : geoJsonValidation.isMultiPolygon(geometry),
        ).toBe(true);
      }),
    );
  });
});
