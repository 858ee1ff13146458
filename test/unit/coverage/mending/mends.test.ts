import { describe, expect, it } from 'vitest';
import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import { type Mend, mendsOf } from '../../../../server/core/coverage/mends.ts';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import { Fault } from '../../../../server/core/fault.ts';
import { doubledArea } from '../../../../server/core/geometry/area.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import type { Area } from '../../../../server/core/geometry/lattice.ts';
import { box, gridOf, groundOf, place, refusalOf, ringOf, STEP } from '../edits/grounds.ts';
import { randomCoverage, randomSource } from '../randomCoverage.ts';
import { errorsOf, FAULTY, gridsOf, importedGround } from './faultyDistricts.ts';

const DISTRICT = box(0, 0, 4, 4);

/** Mends by one of the ways offered; false when that one is refused. */
function mend(ground: EditableCoverage, { gives: _gives, ...edit }: Mend): boolean {
  try {
    ground.apply(changeFor(ground, edit as Edit));
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Mends one fault after the other with nothing but what is offered; `choose` picks where to begin among the ways. */
function mendAll(ground: EditableCoverage, choose: (count: number) => number, most = 400): CoverageFault[] {
  for (let step = 0; step < most; step++) {
    const faults = errorsOf(ground);
    const went = faults.some((fault) => {
      const mends = mendsOf(fault);
      const first = choose(mends.length);
      return mends.some((_, i) => mend(ground, mends[(first + i) % mends.length] as Mend));
    });
    if (!went) return faults;
  }
  return errorsOf(ground);
}

const districtOf = (ground: EditableCoverage): bigint =>
  [...ground.grids()].reduce((sum, { area }) => sum + doubledArea(area), 0n);

describe.each(Object.keys(FAULTY))('%s', (name) => {
  const ground = () =>
    importedGround(
      gridsOf(name).map(({ code, ring }) => ({ code, area: [[ring]] })),
      DISTRICT,
    );

  it('is a fault, and each fault of it offers a way to mend it', () => {
    const faults = errorsOf(ground());
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(mendsOf(fault).length, fault.message).toBeGreaterThan(0);
  });

  it('comes to a proven district by whichever way is chosen first', () => {
    const count = Math.max(...errorsOf(ground()).map((fault) => mendsOf(fault).length));
    for (let choice = 0; choice < count; choice++) {
      const mended = ground();
      expect(mendAll(mended, () => choice)).toEqual([]);
      // What proves fills the district: a square of 4 by 4 steps, but for corners rounded onto its outline.
      const off = districtOf(mended) - doubledArea(DISTRICT);
      expect(off < 100_000n && off > -100_000n, String(off)).toBe(true);
    }
  });
});

describe('the ways to mend a fault', () => {
  it('say what they give, and give that', () => {
    const ground = importedGround(
      gridsOf('overlap that reaches the outline').map(({ code, ring }) => ({ code, area: [[ring]] })),
      DISTRICT,
    );
    const [first] = errorsOf(ground).flatMap(mendsOf);
    expect(first).toMatchObject({ op: 'trimOverlap', from: '050101' });
    const { gives, ...edit } = first as Mend;
    const change = changeFor(ground, edit as Edit);
    const lost = change.passages?.find(({ from, to }) => from === '050101' && to === '');
    expect(-(gives['050101'] ?? 0)).toBeCloseTo(lost?.areaSquareMetres ?? 0, 1);
  });

  it('are undone by the reverse, the outline too', () => {
    for (const name of Object.keys(FAULTY)) {
      const ground = importedGround(
        gridsOf(name).map(({ code, ring }) => ({ code, area: [[ring]] })),
        DISTRICT,
      );
      const state = () => ({
        grids: [...ground.grids()].map(({ code, area }) => `${code} ${area.flat().join(' ')}`).sort(),
        outline: ground.outlineEdges().map(String).sort(),
      });
      const before = state();
      const faults = errorsOf(ground).sort((a, b) => Number(b.kind === 'not-simple') - Number(a.kind === 'not-simple'));
      const [first] = faults.flatMap(mendsOf);
      const { gives: _gives, ...edit } = first as Mend;
      const reverse = ground.apply(changeFor(ground, edit as Edit));
      expect(state(), name).not.toEqual(before);
      ground.apply(reverse);
      expect(state(), name).toEqual(before);
    }
  });

  it('include matching a corner that stands on one side of a border only', () => {
    const grids = [
      gridOf('050101', [[ringOf([0, 0], [4, 0], [4, 2], [1, 2], [0, 2])]]),
      gridOf('050201', box(0, 2, 4, 4)),
    ];
    const outline: Area = [[ringOf([0, 0], [4, 0], [4, 2], [4, 4], [0, 4], [0, 2])]];
    const ground = groundOf(grids, outline, DISTRICT);
    expect(errorsOf(ground)).toMatchObject([{ kind: 'unmatched-vertex', at: { coordinates: place(1, 2) } }]);
    expect(mendAll(ground, () => 0)).toEqual([]);
  });

  it('do not match a corner to a border that has its equal already, however near it runs', () => {
    const apart = 2 + 1 / STEP;
    const left = gridOf('050101', box(0, 0, 2, 4));
    const right = gridOf('050102', [[ringOf([apart, 0], [4, 0], [4, 4], [apart, 4], [apart, 2])]]);
    const ground = groundOf([left, right], [...left.area, ...right.area]);
    const refused = refusalOf(ground, { op: 'matchVertex', at: place(apart, 2) });
    expect(refused.members['reason']).toBe('no-loose-corner-here');
  });

  it('go where a needle that is thinner than the lattice runs through the fault', () => {
    const above = 2 + 2 / STEP;
    const ground = groundOf(
      [
        gridOf('050101', box(0, 0, 4, 2)),
        gridOf('050102', [[ringOf([0, 2], [4, 2], [0, above])]]),
        gridOf('050103', [[ringOf([0, above], [4, 2], [4, 4], [0, 4])]]),
        gridOf('050201', [[ringOf([3, 1], [3.5, 1.5], [3.2, 3])]]),
      ],
      [[ringOf([0, 0], [4, 0], [4, 2], [4, 4], [0, 4], [0, above], [0, 2])]],
      DISTRICT,
    );
    expect(errorsOf(ground).map(({ kind }) => kind)).toContain('overlap');
    expect(mendAll(ground, () => 0)).toEqual([]);
  });

  it('leave other edits refused with the reason where grids lie on each other, not broken', () => {
    const [one, other] = [
      gridOf('050101', [[ringOf([0, 0], [1, 0], [2, 0], [2, 1], [1, 1], [1, 2], [0, 2])]]),
      gridOf('050102', [[ringOf([1, 0], [2, 0], [2, 1], [2, 2], [1, 2], [1, 1])]]),
    ];
    const ground = groundOf([one, other], box(0, 0, 2, 2));
    const merged = refusalOf(ground, { op: 'merge', grids: ['050101', '050102'], keep: '050101' });
    expect(merged).toMatchObject({ code: 'coverage-broken', members: { faults: [{ kind: 'overlap' }] } });
    const lasso = toGeoJson(box(0.5, -1, 3, 1.5));
    const given = refusalOf(ground, { op: 'transfer', from: '050101', to: '050102', area: lasso });
    expect(given).toMatchObject({ code: 'coverage-broken', members: { faults: [{ kind: 'overlap' }] } });
    const slid = refusalOf(ground, { op: 'moveVertices', moves: [{ from: place(1, 1), to: place(1.2, 1.2) }] });
    expect(slid).toMatchObject({ code: 'coverage-broken' });
  });

  it('leave a fault far away as it is, and are not hindered by it', () => {
    const ground = importedGround(
      gridsOf('several at once').map(({ code, ring }) => ({ code, area: [[ring]] })),
      DISTRICT,
    );
    const faults = errorsOf(ground);
    const gap = faults.find(({ kind, grids }) => kind === 'gap' && grids.includes('050202')) as CoverageFault;
    expect(mend(ground, mendsOf(gap)[0] as Mend)).toBe(true);
    expect(errorsOf(ground).length).toBe(faults.length - 1);
  });

  it('bring random districts with noise of up to some twenty metres to proven ones', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const random = randomSource(seed);
      const { grids, outline } = randomCoverage(seed, { columns: 4, rows: 3, verticesPerSide: seed % 2 });
      const noise = (value: number) =>
        random() < 0.3 ? value + Math.round((random() - 0.5) * 4000 * random()) : value;
      const noisy = grids.map(({ code, area }) => ({
        code,
        area: area.map((polygon) => polygon.map((ring) => Int32Array.from(ring, noise))),
      }));
      const ground = importedGround(noisy, outline, seed % 3);
      expect(
        mendAll(ground, (count) => Math.floor(random() * count)),
        `seed ${seed}`,
      ).toEqual([]);
    }
  });
});
