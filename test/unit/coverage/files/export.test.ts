import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { projectionFrom } from '../../../../server/core/coverage/datum.ts';
import { diffGrids } from '../../../../server/core/coverage/difference.ts';
import { planImport } from '../../../../server/core/coverage/intake/planImport.ts';
import type { Crs } from '../../../../server/core/coverage/schemas.ts';
import { AreaReader } from '../../../../server/core/geometry/geoJson.ts';
import type { Area } from '../../../../server/core/geometry/lattice.ts';
import { exportAreas } from '../../../../server/coverage/export.ts';
import { BoundaryFiles } from '../../../../server/files/boundaryFiles.ts';
import { WRITTEN_FORMATS, type WritingWish, type WrittenFormat } from '../../../../server/files/writing.ts';
import { randomCoverage } from '../../../unit/coverage/randomCoverage.ts';

const files = new BoundaryFiles();
afterAll(() => files.close());

const DATUMS: Crs[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'];
const CASES = WRITTEN_FORMATS.flatMap((format) => DATUMS.map((crs): [WrittenFormat, Crs] => [format, crs]));

const written = async (wish: WritingWish): Promise<Uint8Array> => buffer((await exportAreas(files, wish)).content);

describe('an export', () => {
  it.each(CASES)('as %s in %s, read in again, differs in nothing', async (format, crs) => {
    const { grids } = randomCoverage(11, { columns: 6, rows: 5, verticesPerSide: 3 });
    const named = grids.map((grid) => ({ ...grid, name: `纺织城网格“${grid.code}”` }));
    const bytes = await written({ level: 'grid', areas: named, format, crs });
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

  /** Corners of China and where the formulas have their kinks: 105° E runs through Sichuan and Gansu. */
  const PLACES: [string, number, number][] = [
    ['Baqiao', 109.07, 34.27],
    ['the meridian of 105°', 104.9999, 33.9],
    ['Tashkurgan', 75.2, 37.7],
    ['Fuyuan', 134.6, 48.3],
    ['Mohe', 122.5, 53.4],
    ['Sansha', 112.3, 16.8],
    ['Mêdog', 95.3, 29.3],
  ];

  it.each(PLACES)(
    'of a coverage at %s in any datum and format proves again, matched between neighbours',
    async (_place, lng, lat) => {
      for (const [i, [format, crs]] of CASES.entries()) {
        const origin = [Math.round(lng * 1e7), Math.round(lat * 1e7)] as const;
        const { grids, outline } = randomCoverage(100 + i, { columns: 5, rows: 4, verticesPerSide: 2, origin });
        const district = { code: '05', name: '灞桥区', area: outline };
        const read = async (
          level: 'district' | 'grid',
          areas: readonly { code: string; name: string; area: Area }[],
        ) => {
          const bytes = await written({ level, areas, format, crs });
          return (await files.readFeatures(bytes, 'exported')).features;
        };
        const { report, candidate } = planImport({
          districtCode: '05',
          district: await read('district', [district]),
          units: null,
          grids: await read('grid', grids),
          crs,
          snapMetres: 0,
          assignCodes: false,
        });
        expect(report, `${format} in ${crs}`).toMatchObject({ ok: true, fileNotes: [] });
        expect(report.steps.find(({ step }) => step === 'fit')?.counts).toMatchObject({ insertedVertices: 0 });
        const wholes = [outline, candidate.working].map((area) => [{ ...district, area, id: '', revision: 1 }]);
        expect(diffGrids(wholes[0] ?? [], wholes[1] ?? []).reshaped).toEqual([]);
        expect(
          diffGrids(
            grids,
            candidate.grids.map((grid) => ({ ...grid, id: '', revision: 1 })),
          ),
        ).toMatchObject({
          created: [],
          retired: [],
          reshaped: [],
        });
      }
    },
  );

  it('at the edge of what GCJ-02 shifts is refused where it could not be read again, and made where it can', async () => {
    const { grids } = randomCoverage(5, { origin: [720_030_000, 400_000_000] });
    for (const crs of DATUMS) {
      const written = new Promise<unknown>((resolve) =>
        resolve(exportAreas(files, { level: 'grid', areas: grids, format: 'geojson', crs })),
      );
      if (crs === 'wgs84' || crs === 'cgcs2000') expect(await written).toMatchObject({ ending: 'geojson' });
      else await expect(written).rejects.toMatchObject({ code: 'invalid-input', errors: [{ path: '/crs' }] });
    }
  });

  it('that comes from elsewhere and lies at that edge is told to be uncertain', async () => {
    const { grids } = randomCoverage(5, { origin: [720_030_000, 400_000_000] });
    const bytes = await written({ level: 'grid', areas: grids, format: 'geojson', crs: 'wgs84' });
    const { features } = await files.readFeatures(bytes, 'exported');
    const planned = (crs: Crs) =>
      planImport({
        districtCode: '05',
        district: null,
        units: null,
        grids: features,
        crs,
        snapMetres: 0,
        assignCodes: false,
      });
    expect(planned('wgs84').report.fileNotes).toEqual([]);
    expect(planned('gcj02').report).toMatchObject({
      ok: false,
      fileNotes: [{ note: 'datum-edge', severity: 'error' }],
    });
  });

  it('names the datum its coordinates are in', async () => {
    const { grids } = randomCoverage(3, {});
    const declared = async (crs: Crs) => {
      const bytes = await written({ level: 'grid', areas: grids, format: 'gpkg', crs });
      return (await files.readFeatures(bytes, 'exported')).declaredCrs;
    };
    expect(await declared('cgcs2000')).toBe('EPSG:4490');
    expect(await declared('gcj02')).toBe('GCJ-02');
    expect(await declared('bd09')).toBe('BD-09');
  });
});
