import type { Area, Edge } from './lattice.ts';

/** The directed edges of an area. */
export function* edgesOf(area: Area): Generator<Edge> {
  for (const polygon of area) {
    for (const ring of polygon) {
      let [ax, ay] = [ring[ring.length - 2] as number, ring[ring.length - 1] as number];
      for (let i = 0; i < ring.length; i += 2) {
        const [bx, by] = [ring[i] as number, ring[i + 1] as number];
        yield [ax, ay, bx, by];
        [ax, ay] = [bx, by];
      }
    }
  }
}

/** Is a lattice point a vertex of an area? */
export function hasVertex(area: Area, x: number, y: number): boolean {
  for (const polygon of area)
    for (const ring of polygon)
      for (let i = 0; i < ring.length; i += 2) if (ring[i] === x && ring[i + 1] === y) return true;
  return false;
}

/** Does an area's boundary run a → b? */
export function hasEdge(area: Area, ax: number, ay: number, bx: number, by: number): boolean {
  for (const polygon of area)
    for (const ring of polygon)
      for (let i = 0; i < ring.length; i += 2) {
        if (ring[i] !== ax || ring[i + 1] !== ay) continue;
        const n = i + 2 === ring.length ? 0 : i + 2;
        if (ring[n] === bx && ring[n + 1] === by) return true;
      }
  return false;
}

/** The pieces of a line `[x0, y0, x1, y1, …]`, in order. */
export function piecesOf(line: readonly number[]): Edge[] {
  const pieces: Edge[] = [];
  for (let i = 0; i + 3 < line.length; i += 2)
    pieces.push([line[i], line[i + 1], line[i + 2], line[i + 3]] as unknown as Edge);
  return pieces;
}

/** The length of an area's boundary in lattice units. */
export function boundaryUnits(area: Area): number {
  let units = 0;
  for (const [ax, ay, bx, by] of edgesOf(area)) units += Math.hypot(bx - ax, by - ay);
  return units;
}
