import { type Area, boundingBox, type Point, type Ring } from '../geometry/lattice.ts';

/** Around the district is looked as far as this share of its width and height. */
const MARGIN = 0.02;
/** Lattice units (about a centimetre) beside an edge where a point counts as next to it. */
const BESIDE_BORDER = 3;
/** The same beside the outline: about 20 m. */
const BESIDE_OUTLINE = 2_000;

/**
 * Lattice points at which two ways of finding a point's owner may differ: four in ten anywhere in and around the district, three at
 * corners and edges of its areas or a few units beside, three along its outline on either side. `random` gives numbers in [0, 1);
 * the same numbers give the same points.
 */
export function samplePoints(areas: readonly Area[], outline: Area, count: number, random: () => number): Point[] {
  const box = boundingBox(outline);
  return Array.from({ length: count }, (_, i): Point => {
    const turn = i % 10;
    if (turn < 4) return anywhere(box, random);
    const area = turn < 7 ? areas[Math.floor(random() * areas.length)] : outline;
    const ring = area && ringOf(area, random);
    if (!ring) return anywhere(box, random);
    const onEdge = pointOfRing(ring, random);
    return turn < 7 ? beside(onEdge, BESIDE_BORDER, random) : beside(onEdge, BESIDE_OUTLINE, random);
  });
}

function anywhere([minX, minY, maxX, maxY]: readonly [number, number, number, number], random: () => number): Point {
  const within = (low: number, high: number) => Math.round(low + (high - low) * ((1 + 2 * MARGIN) * random() - MARGIN));
  return [within(minX, maxX), within(minY, maxY)];
}

function ringOf(area: Area, random: () => number): Ring | undefined {
  const rings = area.flat();
  return rings[Math.floor(random() * rings.length)];
}

/** A corner half of the time, else a point along an edge, rounded to the lattice. */
function pointOfRing(ring: Ring, random: () => number): Point {
  const start = 2 * Math.floor((random() * ring.length) / 2);
  const end = (start + 2) % ring.length;
  const share = random() < 0.5 ? 0 : random();
  const along = (a: number, b: number) => Math.round(a + share * (b - a));
  return [along(ring[start] as number, ring[end] as number), along(ring[start + 1] as number, ring[end + 1] as number)];
}

/** The point itself one time in three, else one up to so many units away. */
function beside([x, y]: Point, units: number, random: () => number): Point {
  if (random() < 1 / 3) return [x, y];
  const step = () => Math.round((2 * random() - 1) * units);
  return [x + step(), y + step()];
}
