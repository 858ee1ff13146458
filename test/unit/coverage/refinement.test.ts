import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proveThreeLevels } from '../../../server/core/coverage/proof/levels.ts';
import { MandatedOutline } from '../../../server/core/coverage/proof/refinement.ts';
import { edgesOf } from '../../../server/core/geometry/edges.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { box, edit, fourSquares, gridOf, groundOf, ORIGIN, place, refusalOf, ringOf, STEP } from './edits/grounds.ts';
import { randomCoverage, randomSource } from './randomCoverage.ts';
import { type Corner, walks } from './walks.ts';

const cornersOf = (area: Area): Corner[][] =>
  area
    .flat()
    .map((ring) => Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i], ring[2 * i + 1]] as Corner));
const areaOf = (rings: Corner[][], like: Area): Area => {
  const flat = rings.map((corners) => Int32Array.from(corners.flat()));
  let next = 0;
  return like.map((polygon) => polygon.map(() => flat[next++] as Int32Array));
};

const refines = (given: Area, working: Area): boolean => {
  const edges = (area: Area) => [...edgesOf(area)].map(String).sort().join(' ');
  return edges(new MandatedOutline(given).refinedBy(edgesOf(working)).outline) === edges(working);
};

/** Points put on random edges, each rounded to the lattice. */
function withPoints(corners: Corner[][], random: () => number): Corner[][] {
  return corners.map((ring) =>
    ring.flatMap(([ax, ay], c) => {
      const [bx, by] = ring[(c + 1) % ring.length] as Corner;
      const along = Array.from({ length: Math.floor(random() * 3) }, random).sort((p, q) => p - q);
      const points = along.map((t): Corner => [Math.round(ax + t * (bx - ax)), Math.round(ay + t * (by - ay))]);
      return [
        [ax, ay] as Corner,
        ...points.filter((p, i) => String(p) !== String(points[i - 1] ?? [ax, ay]) && String(p) !== String([bx, by])),
      ];
    }),
  );
}

const DAMAGES: Record<string, (ring: Corner[], random: () => number) => Corner[]> = {
  'two neighbours exchanged': (ring, random) => exchanged(ring, [0, 1], random),
  'three corners in a cycle': (ring, random) => exchanged(ring, [0, 1, 2], random),
  'three far corners in a cycle': (ring, random) => exchanged(ring, [0, 2, 5], random),
  'a corner left out': (ring, random) => {
    const c = Math.floor(random() * ring.length);
    return ring.filter((_, i) => i !== c);
  },
  'a corner moved by 20 cm': (ring, random) => {
    const c = Math.floor(random() * ring.length);
    return ring.map(([x, y], i) => (i === c ? [x + 14, y + 14] : [x, y]));
  },
  'a corner visited twice': (ring, random) => {
    const c = Math.floor(random() * (ring.length - 2));
    return [...ring.slice(0, c + 2), ring[c] as Corner, ...ring.slice(c + 2)];
  },
};

function exchanged(ring: Corner[], steps: number[], random: () => number): Corner[] {
  const start = Math.floor(random() * ring.length);
  const places = steps.map((step) => (start + step) % ring.length);
  const next = [...ring];
  places.forEach((to, i) => {
    next[to] = ring[places[(i + 1) % places.length] as number] as Corner;
  });
  return next;
}

describe('a working outline', () => {
  it('refines the given one exactly when it walks its corners in order with nothing but points near its edges between', () => {
    const tally = { yes: 0, no: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom('none', ...Object.keys(DAMAGES)), (seed, name) => {
        const random = randomSource(seed);
        const given = randomCoverage(seed, { columns: 4, rows: 3, verticesPerSide: 1 }).outline;
        const corners = cornersOf(given);
        const [shell, ...holes] = withPoints(corners, random) as [Corner[], ...Corner[][]];
        const damaged = DAMAGES[name]?.(shell, random) ?? shell;
        const working = [damaged, ...holes];
        const right = walks(corners, working);
        expect(refines(given, areaOf(working, given)), name).toBe(right);
        tally[right ? 'yes' : 'no']++;
      }),
      { numRuns: 400 },
    );
    expect(Math.min(tally.yes, tally.no)).toBeGreaterThan(30);
  });

  it('is kept by an exchange of edges exactly when it refines the given one afterwards', () => {
    const tally = { yes: 0, no: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.constantFrom('none', ...Object.keys(DAMAGES)), (seed, name) => {
        const random = randomSource(seed);
        const given = randomCoverage(seed, { columns: 3, rows: 3, verticesPerSide: 1 }).outline;
        const corners = cornersOf(given);
        const [before, after] = [withPoints(corners, random), withPoints(corners, random)];
        after[0] = DAMAGES[name]?.(after[0] as Corner[], random) ?? (after[0] as Corner[]);
        const edges = (rings: Corner[][]) =>
          new Map([...edgesOf(areaOf(rings, given))].map((edge) => [edge.join(), edge]));
        const [old, now] = [edges(before), edges(after)];
        const gone = [...old].flatMap(([key, edge]) => (now.has(key) ? [] : [edge]));
        const come = [...now].flatMap(([key, edge]) => (old.has(key) ? [] : [edge]));
        const right = walks(corners, after);
        expect(new MandatedOutline(given).breaking(gone, come) === null, name).toBe(right);
        tally[right ? 'yes' : 'no']++;
      }),
      { numRuns: 400 },
    );
    expect(Math.min(tally.yes, tally.no)).toBeGreaterThan(30);
  });

  it('may run through a corner that the outline as given touches in the middle of an edge', () => {
    const given: Area = [[ringOf([0, 0], [4, 0], [4, 4], [0, 4]), ringOf([2, 0], [1, 2], [3, 2])]];
    const working: Area = [[ringOf([0, 0], [2, 0], [4, 0], [4, 4], [0, 4]), ringOf([2, 0], [1, 2], [3, 2])]];
    expect(refines(given, working)).toBe(true);
  });
});

describe('an edit at the outline', () => {
  it('that exchanges corners of it is refused with the reason, whether two, or three in a cycle', () => {
    const ground = () => {
      const outline: Area = [[ringOf([0, 0], [4, 0], [4, 4], [3, 5], [2, 4.5], [1, 6], [0, 4])]];
      return groundOf([gridOf('050101', outline)], outline);
    };
    const moves = (...corners: [number, number][]) => ({
      op: 'moveVertices' as const,
      moves: corners.map((from, i) => ({
        from: place(...from),
        to: place(...(corners[(i + 1) % corners.length] as [number, number])),
      })),
    });
    for (const what of [
      moves([2, 4.5], [1, 6]),
      moves([3, 5], [2, 4.5], [1, 6]),
      moves([3, 5], [1, 6], [0, 4]),
      moves([0, 0], [4, 0], [4, 4]),
    ])
      expect(refusalOf(ground(), what)).toMatchObject({
        code: 'coverage-broken',
        members: { reason: 'outline-given' },
      });
  });

  it('that fills a bay between existing corners is refused, at once or by a corner that is inserted and dragged', () => {
    const ground = () => {
      const outline: Area = [[ringOf([0, 0], [2, 0], [4, 0], [6, 0], [6, 3], [4, 3], [4, 1], [2, 1], [2, 3], [0, 3])]];
      return groundOf(
        [
          gridOf('050101', [[ringOf([0, 0], [2, 0], [2, 1], [2, 3], [0, 3])]]),
          gridOf('050102', box(2, 0, 4, 1)),
          gridOf('050103', [[ringOf([4, 0], [6, 0], [6, 3], [4, 3], [4, 1])]]),
        ],
        outline,
      );
    };
    const ring = [
      [2, 0],
      [4, 0],
      [4, 1],
      [4, 3],
      [2, 3],
      [2, 1],
      [2, 0],
    ].map(([x, y]) => place(x as number, y as number));
    const feature = {
      type: 'Feature',
      properties: { code: '050102' },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
    const replaced = refusalOf(ground(), {
      op: 'replace',
      put: { type: 'FeatureCollection', features: [feature] },
      remove: [],
    });
    expect(replaced).toMatchObject({ code: 'coverage-broken', members: { reason: 'outline-given' } });
    const dragged = ground();
    edit(dragged, { op: 'insertVertex', on: [place(2, 1), place(2, 3)], at: place(2, 2) });
    expect(refusalOf(dragged, { op: 'moveVertices', moves: [{ from: place(2, 2), to: place(4, 2) }] }).code).toBe(
      'coverage-broken',
    );
  });

  it('may put a corner on it and slide it along, but not past the next one nor off the line', () => {
    const ground = fourSquares();
    edit(ground, { op: 'insertVertex', on: [place(0, 0), place(2, 0)], at: place(1, 0) });
    edit(ground, { op: 'moveVertices', moves: [{ from: place(1, 0), to: place(1.5, 0) }] });
    const slide = (to: [number, number]) => ({
      op: 'moveVertices' as const,
      moves: [{ from: place(1.5, 0), to: place(...to) }],
    });
    for (const to of [
      [1, -0.01],
      [3, 0],
      [-1, 0],
    ] as [number, number][])
      expect(refusalOf(ground, slide(to)).code, String(to)).toBe('coverage-broken');
    expect(ground.isOutlineEdge(ORIGIN[0], ORIGIN[1], ORIGIN[0] + 1.5 * STEP, ORIGIN[1])).toBe(true);
  });
});

describe('the proof of three levels', () => {
  it('compares with the outline as given, whatever points the grids have put on it', () => {
    const ground = fourSquares();
    const coverage = { district: ground.district, units: [...ground.units.values()], grids: [...ground.grids()] };
    const proof = proveThreeLevels({ ...coverage, outline: ground.mandated.area });
    expect(proof.ok).toBe(true);
    expect(proof.refinement?.insertions).toHaveLength(4);
    const wider: Area = [[ringOf([0, 0], [4, 0], [4, 4], [2, 4.5], [0, 4])]];
    const against = proveThreeLevels({ ...coverage, outline: wider });
    expect(against.ok).toBe(false);
    expect(against.faults.map(({ kind }) => kind)).toEqual(['gap']);
  });
});
