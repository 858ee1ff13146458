/**
 * The lattice: every stored coordinate is a pair of integers, degrees × 10⁷ (1 unit is about 1.1 cm of latitude).
 * Decimal degrees are rounded to it once, at the door; from there on all arithmetic on coordinates is exact.
 */
export const UNITS_PER_DEGREE = 1e7;

/**
 * A closed ring as lattice integers `[x0, y0, x1, y1, …]`, longitude first. The closing vertex is not repeated.
 * Shells run counter-clockwise and holes clockwise (RFC 7946), so the inside is always on the left of an edge.
 */
export type Ring = Int32Array;

/** A shell followed by its holes. */
export type Polygon = readonly Ring[];

/** One or more polygons whose insides do not meet: what a grid, a unit or a district covers. */
export type Area = readonly Polygon[];

/** A lattice point, `[x, y]`. */
export type Point = readonly [number, number];

/** A directed edge in lattice units: ax, ay, bx, by. */
export type Edge = readonly [number, number, number, number];

/** Decimal degrees to lattice units. The result of `toDegrees` comes back as the same integer. */
export const toUnits = (degrees: number): number => Math.round(degrees * UNITS_PER_DEGREE);

/** Lattice units to decimal degrees (the nearest double, which prints with at most seven decimals). */
export const toDegrees = (units: number): number => units / UNITS_PER_DEGREE;

/** The number of vertices of an area, closing vertices not counted. */
export function vertexCount(area: Area): number {
  let count = 0;
  for (const polygon of area) for (const ring of polygon) count += ring.length / 2;
  return count;
}

/** A box in lattice units: `[minX, minY, maxX, maxY]`. */
export type Box = readonly [number, number, number, number];

/** The smallest box around an area; of an empty area, a box that meets nothing. */
export function boundingBox(area: Area): Box {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const polygon of area) {
    const shell = polygon[0];
    if (!shell) continue;
    for (let i = 0; i < shell.length; i += 2) {
      const x = shell[i] as number;
      const y = shell[i + 1] as number;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
  }
  return [minX, minY, maxX, maxY];
}
