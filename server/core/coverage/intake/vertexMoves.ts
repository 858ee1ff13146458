import type { Area, Point } from '../../geometry/lattice.ts';
import { keyOf, mapVertices } from './layers.ts';
import type { Moves } from './soundMoves.ts';

/** Vertices that move wherever they stand, each to its target: the moves of a step, by its number in the order of the map. */
export function vertexMoves(
  areas: readonly Area[],
  fixed: number,
  targets: ReadonlyMap<string, Point>,
): Moves & { count: (leftOut: ReadonlySet<number>) => number } {
  const numbers = new Map([...targets.keys()].map((key, number) => [key, number]));
  const places = areas.map((area, a) => (a < fixed ? [] : placesIn(area, numbers)));
  return {
    apply: (a, leftOut) => {
      const area = areas[a] as Area;
      if (places[a]?.length === 0) return area;
      return mapVertices(area, (x, y) => {
        const key = keyOf(x, y);
        return leftOut.has(numbers.get(key) ?? -1) ? [x, y] : (targets.get(key) ?? [x, y]);
      });
    },
    of: (area) => places[area] ?? [],
    count: (leftOut) => places.flat().filter(({ move }) => !leftOut.has(move)).length,
  };
}

function placesIn(area: Area, numbers: ReadonlyMap<string, number>): { move: number; x: number; y: number }[] {
  return area.flat().flatMap((ring) => {
    const found: { move: number; x: number; y: number }[] = [];
    for (let i = 0; i < ring.length; i += 2) {
      const [x, y] = [ring[i] as number, ring[i + 1] as number];
      const move = numbers.get(keyOf(x, y));
      if (move !== undefined) found.push({ move, x, y });
    }
    return found;
  });
}
