import type { Area, Polygon, Ring } from '../core/geometry/lattice.ts';

/** Areas in two arrays, whose memory goes to another thread without being copied. */
export interface PackedAreas {
  /** Of each area the number of its polygons, of each polygon that of its rings, of each ring that of its ordinates, in reading order. */
  shape: Int32Array;
  ordinates: Int32Array;
}

export function packAreas(areas: readonly Area[]): PackedAreas {
  const shape: number[] = [];
  let size = 0;
  for (const area of areas) {
    shape.push(area.length);
    for (const polygon of area) {
      shape.push(polygon.length);
      for (const ring of polygon) {
        shape.push(ring.length);
        size += ring.length;
      }
    }
  }
  return { shape: Int32Array.from(shape), ordinates: ordinatesOf(areas, size) };
}

function ordinatesOf(areas: readonly Area[], size: number): Int32Array {
  const ordinates = new Int32Array(size);
  let at = 0;
  for (const area of areas)
    for (const polygon of area)
      for (const ring of polygon) {
        ordinates.set(ring, at);
        at += ring.length;
      }
  return ordinates;
}

/** The areas again, in their order. */
export function* unpackAreas({ shape, ordinates }: PackedAreas): Generator<Area> {
  let [inShape, inOrdinates] = [0, 0];
  const next = (): number => shape[inShape++] as number;
  const ring = (): Ring => {
    const start = inOrdinates;
    inOrdinates += next();
    return ordinates.subarray(start, inOrdinates);
  };
  const polygon = (): Polygon => Array.from({ length: next() }, ring);
  while (inShape < shape.length) yield Array.from({ length: next() }, polygon);
}
