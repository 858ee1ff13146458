import { describe, expect, it } from 'vitest';
import { type CheckInput, checkFile } from '../../../../server/core/coverage/intake/checkFile.ts';
import { planImport } from '../../../../server/core/coverage/intake/planImport.ts';
import type { FileDescription, FileNote } from '../../../../server/core/coverage/intake/schemas.ts';

const square = (x: number, y = 34, size = 0.01): number[][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const area = (properties: Record<string, unknown>, ...rings: number[][][]): GeoJSON.Feature => ({
  type: 'Feature',
  properties,
  geometry:
    rings.length === 1
      ? { type: 'Polygon', coordinates: rings }
      : { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) },
});
const collection = (...features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});
const plain: FileDescription = { format: 'KML', layers: [], columns: [], notes: [] };
const check = (file: GeoJSON.FeatureCollection, input: Partial<CheckInput> = {}) =>
  checkFile({ file, parent: null, crs: 'wgs84', snapMetres: 0, description: plain, parentDescription: null, ...input });

describe('the check of a file', () => {
  it('calls areas by their code, else their name, and only one that has neither by its number', () => {
    const { faults } = check(
      collection(
        area({ code: '050101', name: '安宁' }, square(109)),
        area({ name: '柳沟' }, square(109.005)),
        area({}, square(109.002, 34.005)),
      ),
    );
    const named = new Set(faults.flatMap(({ grids }) => grids));
    expect(named).toEqual(new Set(['050101', '柳沟', '#3']));
  });

  it('draws the parts of an area that has several, not a box around them', () => {
    const parted = area({ code: '050101' }, square(109), square(109.05));
    const { faults, ok } = check(collection(parted));
    expect(ok).toBe(true);
    expect(faults).toMatchObject([{ kind: 'multi-part', severity: 'warning', at: parted.geometry }]);
  });

  const lost: FileNote = { note: 'features-left-out', severity: 'error', count: 1, message: 'One is left out.' };
  const tidied: FileNote = { note: 'codes-tidied', severity: 'note', count: 1, message: 'One was tidied.' };

  it('is not ok of a file, or an outline, of which something was left out, however well the rest fits', () => {
    const file = collection(area({ code: '050101' }, square(109)));
    const withNotes = (...notes: FileNote[]) => ({ ...plain, notes });
    expect(check(file, { description: withNotes(tidied) })).toMatchObject({ ok: true, faults: [], notes: [tidied] });
    expect(check(file, { description: withNotes(lost) })).toMatchObject({ ok: false, faults: [], notes: [lost] });
    expect(check(file, { parent: file, parentDescription: withNotes(lost) })).toMatchObject({ ok: false });
  });

  it('is not ok of an import either', () => {
    const input = {
      districtCode: '05',
      district: collection(area({}, square(109))),
      units: null,
      grids: null,
      crs: 'wgs84',
      snapMetres: 0,
      assignCodes: true,
    } as const;
    expect(planImport(input).report.ok).toBe(true);
    expect(planImport({ ...input, fileNotes: [lost] }).report).toMatchObject({ ok: false, fileNotes: [lost] });
  });
});

describe('numbering areas without codes', () => {
  const strips = (count: number) =>
    collection(...Array.from({ length: count }, (_, i) => area({ name: `区${i}` }, square(109 + i / 100))));
  const input = {
    districtCode: '05',
    district: null,
    units: null,
    crs: 'wgs84',
    snapMetres: 0,
    assignCodes: true,
  } as const;

  it('gives out 99 numbers in a unit', () => {
    const { report, candidate } = planImport({ ...input, grids: strips(99) });
    expect(report).toMatchObject({ ok: true, fileNotes: [] });
    expect(candidate.grids.at(-1)?.code).toBe('050199');
  });

  it('says so when it is past 99, and calls the areas by their names', () => {
    const { report } = planImport({ ...input, grids: strips(101) });
    expect(report.ok).toBe(false);
    expect(report.fileNotes).toMatchObject([{ note: 'units-full', severity: 'error', count: 2, features: ['0501'] }]);
    expect(report.fileNotes?.[0]?.message).toContain('99');
    expect(report.faults.map(({ kind, grids }) => [kind, ...grids])).toEqual([
      ['wrong-parent', '区99'],
      ['wrong-parent', '区100'],
    ]);
  });

  it('counts in the units that are in force where the areas lie', () => {
    const unitsInForce = [109, 109.01].map((x, i) => ({
      code: `050${i + 3}`,
      name: '',
      area: [
        [
          Int32Array.from(
            square(x)
              .slice(0, 4)
              .flat()
              .map((degrees) => Math.round(degrees * 1e7)),
          ),
        ],
      ],
    }));
    const { candidate } = planImport({ ...input, grids: strips(2), unitsInForce });
    expect(candidate.grids.map(({ code }) => code)).toEqual(['050301', '050401']);
  });
});
