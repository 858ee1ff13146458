import { afterAll, describe, expect, it } from 'vitest';
import { projectionFrom } from '../../../../server/core/coverage/datum.ts';
import { diffGrids } from '../../../../server/core/coverage/difference.ts';
import type { Crs } from '../../../../server/core/coverage/schemas.ts';
import { AreaReader } from '../../../../server/core/geometry/geoJson.ts';
import { exportAreas } from '../../../../server/coverage/export.ts';
import { BoundaryFiles } from '../../../../server/coverage/files/boundaryFiles.ts';
import { WRITTEN_FORMATS, type WrittenFormat } from '../../../../server/coverage/files/writing.ts';
import { randomCoverage } from '../../../unit/coverage/randomCoverage.ts';

const files = new BoundaryFiles();
afterAll(() => files.close());

const DATUMS: Crs[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'];
const CASES = WRITTEN_FORMATS.flatMap((format) => DATUMS.map((crs): [WrittenFormat, Crs] => [format, crs]));

describe('an export', () => {
  it.each(CASES)('as %s in %s, read in again, differs in nothing', async (format, crs) => {
    const { grids } = randomCoverage(11, { columns: 6, rows: 5, verticesPerSide: 3 });
    const named = grids.map((grid) => ({ ...grid, name: `纺织城网格“${grid.code}”` }));
    const { bytes } = await exportAreas(files, { level: 'grid', areas: named }, format, crs);
    const content = await files.readFeatures(bytes, 'exported');
    const reader = new AreaReader(projectionFrom(crs));
    const again = content.features.features.map(({ properties, geometry }) => ({
      id: '',
      revision: 1,
      code: properties?.['code'] as string,
      name: properties?.['name'] as string,
      area: reader.read(geometry, '') ?? [],
    }));
    expect(diffGrids(named, again)).toEqual({
      created: [],
      retired: [],
      reshaped: [],
      renamed: [],
      touched: [],
      passages: [],
    });
  });

  it('names the datum its coordinates are in', async () => {
    const { grids } = randomCoverage(3, {});
    const declared = async (crs: Crs) => {
      const { bytes } = await exportAreas(files, { level: 'grid', areas: grids }, 'gpkg', crs);
      return (await files.readFeatures(bytes, 'exported')).declaredCrs;
    };
    expect(await declared('cgcs2000')).toBe('EPSG:4490');
    expect(await declared('gcj02')).toBe('GCJ-02');
    expect(await declared('bd09')).toBe('BD-09');
  });
});
