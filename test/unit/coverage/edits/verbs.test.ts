import { describe, expect, it } from 'vitest';
import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { areaOfChain } from '../../../../server/core/coverage/outlines.ts';
import { Chain } from '../../../../server/core/coverage/proof/chain.ts';
import { proveCoverage } from '../../../../server/core/coverage/proof/proof.ts';
import { doubledArea } from '../../../../server/core/geometry/area.ts';
import { edgesOf } from '../../../../server/core/geometry/edges.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import type { Area } from '../../../../server/core/geometry/lattice.ts';
import { box, edit, fourSquares, gridOf, groundOf, ORIGIN, place, refusalOf, ringOf, STEP } from './grounds.ts';

const outlineNow = (ground: EditableCoverage) => {
  const chain = new Chain(64);
  for (const [ax, ay, bx, by] of ground.outlineEdges()) chain.add(ax, ay, bx, by, 0);
  return areaOfChain(chain);
};
const proofOf = (ground: EditableCoverage) =>
  proveCoverage(
    [...ground.grids()].map(({ code, area }) => ({ name: code, area })),
    outlineNow(ground),
  );
const squares = (ground: EditableCoverage, code: string) =>
  Number(doubledArea(ground.find(code)?.area ?? [])) / 2 / STEP / STEP;
const codes = (ground: EditableCoverage) => [...ground.grids()].map((grid) => grid.code).sort();

describe('split', () => {
  it('parts a grid along a line between two corners; the new piece gets the next code of its unit', () => {
    const ground = fourSquares();
    const { change } = edit(ground, {
      op: 'split',
      grid: '050101',
      line: [place(0, 0), place(2, 2)],
      names: ['新网格'],
    });
    expect(codes(ground)).toEqual(['050101', '050102', '050103', '050104', '050201']);
    expect(change.lineage).toContainEqual({ code: '050104', from: ['050101'] });
    expect(ground.find('050104')?.name).toBe('新网格');
    expect([squares(ground, '050101'), squares(ground, '050104')]).toEqual([2, 2]);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('puts the corners where its line ends on both sides of the border, and on the working outline', () => {
    const ground = fourSquares();
    const { change } = edit(ground, { op: 'split', grid: '050101', line: [place(0.5, 0), place(0.5, 2)] });
    expect(change.put.map((grid) => grid.code)).toEqual(['050101', '050103', '050104']);
    expect(change.outline?.come).toHaveLength(2);
    expect(squares(ground, '050104')).toBe(1);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('takes a line that overshoots the border on both sides', () => {
    const ground = fourSquares();
    edit(ground, { op: 'split', grid: '050102', line: [place(3, -1), place(3.5, 5)] });
    expect(proofOf(ground).ok).toBe(true);
    expect(ground.size).toBe(5);
  });

  it('cuts out an enclave along a closed line, which merges back across the hole', () => {
    const ground = fourSquares();
    const line = [place(0.5, 0.5), place(1.5, 0.5), place(1.5, 1.5), place(0.5, 1.5), place(0.5, 0.5)];
    edit(ground, { op: 'split', grid: '050101', line });
    expect(ground.find('050101')?.area[0]).toHaveLength(2);
    expect(squares(ground, '050104')).toBe(1);
    expect(proofOf(ground).ok).toBe(true);
    edit(ground, { op: 'merge', grids: ['050101', '050104'], keep: '050101' });
    expect(ground.find('050101')?.area[0]).toHaveLength(1);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('takes a closed line that touches the border', () => {
    const ground = fourSquares();
    edit(ground, { op: 'split', grid: '050101', line: [place(0, 0), place(1, 0.5), place(0.5, 1), place(0, 0)] });
    expect(proofOf(ground).ok).toBe(true);
    expect(ground.size).toBe(5);
  });

  it('runs from the outer border to a hole and on, and makes two of a ring', () => {
    const ring = [[...box(0, 0, 4, 4)[0]!, ringOf([1, 1], [1, 3], [3, 3], [3, 1])]];
    const ground = groundOf([gridOf('050101', ring), gridOf('050102', box(1, 1, 3, 3))], box(0, 0, 4, 4));
    edit(ground, { op: 'split', grid: '050101', line: [place(2, 0), place(2, 4)] });
    expect(squares(ground, '050103')).toBe(6);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('does not part a ring by a line to its hole alone', () => {
    const ring = [[...box(0, 0, 4, 4)[0]!, ringOf([1, 1], [1, 3], [3, 3], [3, 1])]];
    const ground = groundOf([gridOf('050101', ring), gridOf('050102', box(1, 1, 3, 3))], box(0, 0, 4, 4));
    expect(refusalOf(ground, { op: 'split', grid: '050101', line: [place(2, 0), place(2, 1)] }).detail).toContain(
      'does not part',
    );
  });

  it('makes two grids of one in several parts: what lies left of the line, and right', () => {
    const two = [...box(0, 0, 4, 1), ...box(0, 2, 4, 3)];
    const ground = groundOf(
      [gridOf('050101', two), gridOf('050102', box(0, 1, 4, 2))],
      [[ringOf([0, 0], [4, 0], [4, 1], [4, 2], [4, 3], [0, 3], [0, 2], [0, 1])]],
      box(0, 0, 4, 3),
    );
    edit(ground, { op: 'split', grid: '050101', line: [place(1, -1), place(1, 4)] });
    expect(codes(ground)).toEqual(['050101', '050102', '050103']);
    expect([squares(ground, '050101'), squares(ground, '050103')]).toEqual([6, 2]);
    expect(ground.find('050103')?.area).toHaveLength(2);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('keeps the parts that the line does not meet with the largest piece', () => {
    const two = [...box(0, 0, 4, 1), ...box(0, 2, 4, 3)];
    const ground = groundOf(
      [gridOf('050101', two), gridOf('050102', box(0, 1, 4, 2))],
      [[ringOf([0, 0], [4, 0], [4, 1], [4, 2], [4, 3], [0, 3], [0, 2], [0, 1])]],
      box(0, 0, 4, 3),
    );
    edit(ground, { op: 'split', grid: '050101', line: [place(1, -1), place(1, 1.5)] });
    expect([squares(ground, '050101'), squares(ground, '050103')]).toEqual([7, 1]);
    expect(proofOf(ground).ok).toBe(true);
  });

  it.each([
    ['starts inside', [place(1, 1), place(1, 2)], 'starts inside 050101'],
    ['ends inside', [place(1, 0), place(1, 1.9)], 'ends inside 050101'],
    ['crosses itself', [place(0, 0.5), place(1.5, 0.5), place(1.5, 1.5), place(1, 1.5), place(1, 0)], 'crosses itself'],
    ['runs along the border only', [place(0, 0), place(2, 0)], 'does not part'],
    ['lies elsewhere', [place(3, 3), place(4, 4)], 'does not part'],
  ])('refuses a line that %s, and says why', (_, line, words) => {
    expect(refusalOf(fourSquares(), { op: 'split', grid: '050101', line }).detail).toContain(words);
  });
});

describe('merge', () => {
  it('gives the ground of several grids to one and retires the other codes', () => {
    const ground = fourSquares();
    const { reverse } = edit(ground, { op: 'merge', grids: ['050101', '050102', '050103'], keep: '050102' });
    expect(codes(ground)).toEqual(['050102', '050201']);
    expect(proofOf(ground).ok).toBe(true);
    ground.apply(reverse);
    expect(codes(ground)).toEqual(codes(fourSquares()));
    expect(proofOf(ground).ok).toBe(true);
  });

  it('refuses grids that only meet in a corner', () => {
    expect(refusalOf(fourSquares(), { op: 'merge', grids: ['050101', '050201'], keep: '050101' }).detail).toContain(
      'shares no border',
    );
  });
});

describe('moving, inserting and deleting corners', () => {
  it('moves a shared corner for all four grids', () => {
    const ground = fourSquares();
    const { change } = edit(ground, { op: 'moveVertices', moves: [{ from: place(2, 2), to: place(2.5, 1.5) }] });
    expect(change.put).toHaveLength(4);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('refuses a corner of the mandated outline, and a move that turns a grid inside out, with the fault and its place', () => {
    const ground = fourSquares();
    expect(
      refusalOf(ground, { op: 'moveVertices', moves: [{ from: place(0, 0), to: place(0.1, 0.1) }] }).detail,
    ).toContain('outline');
    const fault = refusalOf(ground, { op: 'moveVertices', moves: [{ from: place(2, 2), to: place(5, 2) }] });
    expect(fault.code).toBe('coverage-broken');
    expect(fault.members['faults']).toMatchObject([{ kind: 'not-simple' }, {}]);
  });

  it('lets a corner that a border put on the outline slide along it, and not leave it', () => {
    const ground = fourSquares();
    edit(ground, { op: 'moveVertices', moves: [{ from: place(2, 0), to: place(2.5, 0) }] });
    expect(proofOf(ground).ok).toBe(true);
    expect(
      refusalOf(ground, { op: 'moveVertices', moves: [{ from: place(2.5, 0), to: place(2.5, 0.1) }] }).detail,
    ).toContain('outline');
  });

  it('inserts a corner on both sides and takes it out again', () => {
    const ground = fourSquares();
    edit(ground, { op: 'insertVertex', on: [place(2, 0), place(2, 2)], at: place(2.3, 1) });
    expect(squares(ground, '050101')).toBeCloseTo(4.3);
    expect(proofOf(ground).ok).toBe(true);
    edit(ground, { op: 'deleteVertex', at: place(2.3, 1) });
    expect(squares(ground, '050101')).toBe(4);
    expect(refusalOf(ground, { op: 'deleteVertex', at: place(2, 2) }).detail).toContain('meet in this corner');
  });

  it('welds a corner with its neighbour when it is moved onto it', () => {
    const ground = fourSquares();
    edit(ground, { op: 'insertVertex', on: [place(2, 0), place(2, 2)], at: place(2.3, 1) });
    edit(ground, { op: 'moveVertices', moves: [{ from: place(2.3, 1), to: place(2, 2) }] });
    expect(squares(ground, '050101')).toBe(4);
    expect(proofOf(ground).ok).toBe(true);
  });
});

describe('redrawing a border', () => {
  it('leads it along a path between two of its points, on both sides', () => {
    const ground = fourSquares();
    const path = [place(2, 0.5), place(2.5, 1), place(2, 1.5)];
    edit(ground, { op: 'redrawBorder', between: ['050101', '050102'], path });
    expect(squares(ground, '050101')).toBe(4.25);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('takes a path drawn the other way, its ends given as points', () => {
    const ground = fourSquares();
    edit(ground, {
      op: 'redrawBorder',
      between: [place(2, 1.5), place(2, 0.5)],
      path: [place(1.5, 1)].flatMap((p) => [p, place(1.6, 0.9)]),
    });
    expect(proofOf(ground).ok).toBe(true);
    expect(squares(ground, '050101')).toBeLessThan(4);
  });

  it('takes, of two borders through both points, the one that the path lies along', () => {
    const outline: Area = [[ringOf([0, 0], [3, 0], [6, 0], [6, 4], [3, 4], [0, 4])]];
    const lens = () =>
      groundOf(
        [
          gridOf('050101', [[ringOf([0, 0], [3, 0], [2, 2], [3, 4], [0, 4])]]),
          gridOf('050102', [[ringOf([3, 0], [4, 2], [3, 4], [2, 2])]]),
          gridOf('050103', [[ringOf([3, 0], [6, 0], [6, 4], [3, 4], [4, 2])]]),
        ],
        outline,
      );
    const along = (column: number) => {
      const ground = lens();
      edit(ground, {
        op: 'redrawBorder',
        between: [place(3, 0), place(3, 4)],
        path: [place(column, 2)],
      } as never);
      expect(proofOf(ground).ok).toBe(true);
      return ['050101', '050102', '050103'].map((code) => squares(ground, code));
    };
    expect(along(4.5)).toEqual([10, 5, 9]);
    expect(along(1.5)).toEqual([9, 5, 10]);
  });

  it('takes a path that crosses the old border', () => {
    const ground = fourSquares();
    const path = [place(2, 0.2), place(2.4, 0.6), place(1.6, 1.2), place(2, 1.8)];
    edit(ground, { op: 'redrawBorder', between: ['050102', '050101'], path });
    expect(proofOf(ground).ok).toBe(true);
  });

  it('names the grid that the path would cut through, and refuses ends off the border', () => {
    const ground = fourSquares();
    const through = [place(2, 0.5), place(2.5, 2.5), place(2, 1.5)];
    expect(refusalOf(ground, { op: 'redrawBorder', between: ['050101', '050102'], path: through }).detail).toContain(
      'cut through 050201',
    );
    const off = [place(1.5, 0.5), place(2.5, 1), place(2, 1.5)];
    expect(refusalOf(ground, { op: 'redrawBorder', between: ['050101', '050102'], path: off }).detail).toContain(
      'start and end on the border',
    );
  });

  it('reshapes an enclave’s border on the side of the path', () => {
    const ring = [[...box(0, 0, 4, 4)[0]!, ringOf([1, 1], [1, 3], [3, 3], [3, 1])]];
    const ground = groundOf([gridOf('050101', ring), gridOf('050102', box(1, 1, 3, 3))], box(0, 0, 4, 4));
    edit(ground, {
      op: 'redrawBorder',
      between: ['050102', '050101'],
      path: [place(1, 1), place(2, 0.5), place(3, 1)],
    });
    expect(squares(ground, '050102')).toBe(4.5);
    expect(proofOf(ground).ok).toBe(true);
  });
});

describe('transfer', () => {
  it('passes what the drawn area covers to the other grid, and leaves third grids alone', () => {
    const ground = fourSquares();
    edit(ground, { op: 'transfer', from: '050101', to: '050102', area: toGeoJson(box(1, 0.5, 2.5, 2.5)) });
    expect([squares(ground, '050101'), squares(ground, '050102'), squares(ground, '050201')]).toEqual([2.5, 5.5, 4]);
    expect(proofOf(ground).ok).toBe(true);
  });

  it('refuses an area that covers nothing, or everything, or crosses itself', () => {
    const ground = fourSquares();
    const ask = (area: unknown) => refusalOf(ground, { op: 'transfer', from: '050101', to: '050102', area }).detail;
    expect(ask(toGeoJson(box(3, 3, 4, 4)))).toContain('covers nothing');
    expect(ask(toGeoJson(box(-1, -1, 3, 3)))).toContain('merge the two');
    expect(ask(toGeoJson([[ringOf([0, 0], [1, 1], [1, 0], [0, 1])]]))).toContain('crosses');
  });
});

describe('simplifying a border', () => {
  it('leaves out corners within the tolerance on both sides and keeps its ends', () => {
    const ground = fourSquares();
    edit(ground, { op: 'insertVertex', on: [place(2, 0), place(2, 2)], at: place(2.4, 1) });
    edit(ground, { op: 'insertVertex', on: [place(2, 0), place(2.4, 1)], at: place(2.205, 0.5) });
    edit(ground, { op: 'simplifyBorder', between: ['050101', '050102'], toleranceMetres: 10 });
    expect([...edgesOf(ground.find('050101')?.area ?? [])]).toHaveLength(5);
    expect(proofOf(ground).ok).toBe(true);
    expect(
      refusalOf(ground, { op: 'simplifyBorder', between: ['050101', '050102'], toleranceMetres: 1 }).detail,
    ).toContain('No corner');
  });

  it('keeps a corner in which a third grid touches the border', () => {
    const outline: Area = [[ringOf([0, 0], [2, 0], [4, 0], [4, 4], [2, 4], [0, 4])]];
    const ground = groundOf(
      [
        gridOf('050101', [[ringOf([0, 0], [2, 0], [2.02, 1], [2.05, 2], [2, 4], [0, 4])]]),
        gridOf('050102', [
          [ringOf([2, 0], [4, 0], [4, 4], [2, 4], [2.05, 2], [2.02, 1]), ringOf([2.05, 2], [3, 2.5], [3, 1.5])],
        ]),
        gridOf('050103', [[ringOf([2.05, 2], [3, 1.5], [3, 2.5])]]),
      ],
      outline,
    );
    expect(proofOf(ground).ok).toBe(true);
    edit(ground, { op: 'simplifyBorder', between: ['050101', '050102'], toleranceMetres: 10 });
    expect(proofOf(ground).ok).toBe(true);
    expect(ground.withVertex(ORIGIN[0] + 2.05 * STEP, ORIGIN[1] + 2 * STEP)).toHaveLength(3);
    expect(ground.withVertex(ORIGIN[0] + 2.02 * STEP, ORIGIN[1] + STEP)).toHaveLength(0);
  });
});

describe('units and names', () => {
  it('gives a grid that changes its unit the next code there; the old one never returns', () => {
    const ground = fourSquares();
    const { change } = edit(ground, { op: 'assignUnit', grid: '050103', unit: '0502' });
    expect(codes(ground)).toEqual(['050101', '050102', '050201', '050202']);
    expect(change.put[0]?.id).toBe('id-050103');
    edit(ground, { op: 'split', grid: '050101', line: [place(0, 0), place(2, 2)] });
    expect(codes(ground)).toContain('050104');
  });

  it('renames, and refuses the name it has', () => {
    const ground = fourSquares();
    edit(ground, { op: 'rename', grid: '050101', name: ' 河东 ' });
    expect(ground.find('050101')?.name).toBe('河东');
    expect(refusalOf(ground, { op: 'rename', grid: '050101', name: '河东' }).detail).toContain('already');
  });
});

describe('mending an imported coverage', () => {
  it('gives a gap to either side', () => {
    const holed = () =>
      groundOf(
        [gridOf('050101', box(0, 0, 2, 2)), gridOf('050102', [[ringOf([2, 0], [4, 0], [4, 2], [2, 2], [2.5, 1])]])],
        box(0, 0, 4, 2),
      );
    for (const [to, size] of [
      ['050101', 4.5],
      ['050102', 4],
    ] as const) {
      const ground = groundOf(
        [...holed().grids()],
        [[ringOf([0, 0], [2, 0], [4, 0], [4, 2], [2, 2], [0, 2])]],
        box(0, 0, 4, 2),
      );
      const [fault] = proofOf(ground).faults.filter(({ kind }) => kind === 'gap');
      edit(ground, { op: 'fillGap', gap: fault?.at, to });
      expect(squares(ground, to)).toBe(size);
      expect(proofOf(ground).ok).toBe(true);
    }
  });

  it('trims an overlap from either side', () => {
    for (const [from, size] of [
      ['050101', 4],
      ['050102', 3.5],
    ] as const) {
      const ground = groundOf(
        [gridOf('050101', [[ringOf([0, 0], [2, 0], [2.5, 1], [2, 2], [0, 2])]]), gridOf('050102', box(2, 0, 4, 2))],
        [[ringOf([0, 0], [2, 0], [4, 0], [4, 2], [2, 2], [0, 2])]],
        box(0, 0, 4, 2),
      );
      const [fault] = proofOf(ground).faults.filter(({ kind }) => kind === 'overlap');
      edit(ground, { op: 'trimOverlap', overlap: fault?.at, from });
      expect(squares(ground, from)).toBe(size);
      expect(proofOf(ground).ok).toBe(true);
    }
  });
});

describe('replace', () => {
  it('exchanges any set whose boundaries add up, and names the faults of one whose do not', () => {
    const ground = fourSquares();
    const feature = (code: string, area: ReturnType<typeof box>) => ({
      type: 'Feature',
      properties: { code, name: code },
      geometry: toGeoJson(area),
    });
    const put = (features: unknown[]) => ({ type: 'FeatureCollection', features });
    const wide = [[ringOf([0, 0], [2, 0], [4, 0], [4, 2], [2, 2], [0, 2])]];
    edit(ground, { op: 'replace', put: put([feature('050109', wide)]), remove: ['050101', '050102'] });
    expect(codes(ground)).toEqual(['050103', '050109', '050201']);
    expect(proofOf(ground).ok).toBe(true);
    const short = refusalOf(ground, { op: 'replace', put: put([feature('050109', box(0, 0, 4, 1))]), remove: [] });
    expect(short.code).toBe('coverage-broken');
    expect(
      refusalOf(ground, { op: 'replace', put: put([feature('050101', wide)]), remove: ['050109'] }).detail,
    ).toContain('never given again');
  });

  it('refuses a name with a character that nobody sees, with its place, and cuts a long one between characters', () => {
    const ground = fourSquares();
    const named = (name: string) => ({
      op: 'replace' as const,
      put: {
        type: 'FeatureCollection',
        features: [{ type: 'Feature', properties: { code: '050101', name }, geometry: toGeoJson(box(0, 0, 2, 2)) }],
      },
      remove: [],
    });
    const refused = refusalOf(ground, named('甲\u202e乙'));
    expect(refused).toMatchObject({ code: 'invalid-input', errors: [{ path: '/put/features/0/properties/name' }] });
    expect(refused.detail).toContain('U+202E');
    edit(ground, named(`${'甲'.repeat(99)}𠮷𠮷`));
    expect(ground.find('050101')?.name).toBe(`${'甲'.repeat(99)}𠮷`);
  });
});
