import type { Change } from '../../server/core/coverage/change.ts';
import type { Edit } from '../../server/core/coverage/edits/schemas.ts';
import type { Grid } from '../../server/core/coverage/model.ts';
import { toDegrees } from '../../server/core/geometry/lattice.ts';
import { changeFor, EditableCoverage } from './built.ts';
import { districtOf } from './districts.ts';
import { medianMilliseconds, type Row } from './measure.ts';

/** Grids a unit starts with here, so that there are numbers left for what splits make. */
const GRIDS_PER_UNIT = 90;
const EDITS = 200;
const SIZES = [1000, 10_000, 100_000] as const;

/**
 * A ground of many grids. Six digits end at 9,801 grids, so units are counted to the base of 36 here: the engine does not mind, and
 * the larger sizes show how its cost grows.
 */
export function groundOfSize(size: number): InstanceType<typeof EditableCoverage> {
  const { members, outline } = districtOf(size);
  const unitOf = (i: number) =>
    `05${Math.floor(i / GRIDS_PER_UNIT)
      .toString(36)
      .padStart(2, '0')}`;
  const grids = members.map(({ area }, i): Grid => {
    const code = unitOf(i) + String((i % GRIDS_PER_UNIT) + 1).padStart(2, '0');
    return { id: code, code, name: code, revision: 1, area };
  });
  const units = Array.from({ length: Math.ceil(members.length / GRIDS_PER_UNIT) }, (_, u) => {
    const code = unitOf(u * GRIDS_PER_UNIT);
    return { code, name: code };
  });
  return new EditableCoverage({ district: { code: '05', name: '' }, mandated: outline, outline, units, grids });
}

const degrees = (x: number, y: number): [number, number] => [toDegrees(x), toDegrees(y)];
export type GroundLike = InstanceType<typeof EditableCoverage>;

/** A shared corner of a grid moves by half a metre. */
export function moveOf(ground: GroundLike, grid: Grid): Edit {
  const ring = grid.area[0]?.[0] as Int32Array;
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [ring[i] as number, ring[i + 1] as number];
    if (ground.withVertex(x, y).length < 3 || ground.mandated.isCorner(x, y)) continue;
    return { op: 'moveVertices', moves: [{ from: degrees(x, y), to: degrees(x + 50, y + 20) }] };
  }
  return splitOf(ground, grid);
}

/** A line through the middle of a grid, beyond its border on both sides. */
export function splitOf(_: GroundLike, grid: Grid): Edit {
  const ring = grid.area[0]?.[0] as Int32Array;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < ring.length; i += 2) {
    [minX, maxX] = [Math.min(minX, ring[i] as number), Math.max(maxX, ring[i] as number)];
    [minY, maxY] = [Math.min(minY, ring[i + 1] as number), Math.max(maxY, ring[i + 1] as number)];
  }
  const middle = Math.round((minX + maxX) / 2);
  return { op: 'split', grid: grid.code, line: [degrees(middle, minY - 9), degrees(middle + 7, maxY + 9)] };
}

const VERBS = { 'move of a shared corner': moveOf, split: splitOf };

/** Whole edits in the engine: finding who is touched, the verb, the proof, and there and back on the ground. */
export async function benchEdits(): Promise<Row[]> {
  const rows: Row[] = [];
  const first = new Map<string, number>();
  for (const size of SIZES) {
    const ground = groundOfSize(size);
    const grids = [...ground.grids()];
    const chosen = Array.from({ length: EDITS }, (_, i) => grids[(i * 7919) % grids.length] as Grid);
    for (const [what, make] of Object.entries(VERBS)) {
      const edits = chosen.map((grid) => make(ground, grid));
      const milliseconds =
        (await medianMilliseconds(9, () => edits.forEach((edit) => thereAndBack(ground, edit)))) / EDITS;
      if (size === SIZES[0]) first.set(what, milliseconds);
      const small = first.get(what) as number;
      const isLargest = size === SIZES[2];
      rows.push({
        what: `${what}, engine only, proof included`,
        size: `${size} grids`,
        ours: milliseconds * 1000,
        unit: 'µs',
        ...(isLargest
          ? { peer: `the same at ${SIZES[0]} grids`, theirs: small * 1000, ratio: milliseconds / small }
          : {}),
        target: isLargest ? `≤ 1.5× the ${SIZES[0]}-grid cost` : '',
        met: isLargest ? milliseconds / small <= 1.5 : null,
      });
    }
  }
  return rows;
}

function thereAndBack(ground: GroundLike, edit: Edit): void {
  const change: Change = changeFor(ground, edit);
  ground.apply(ground.apply(change));
}
