import { type Area, type Ring, toDegrees } from './lattice.ts';

/** WGS84 (equal to CGCS2000's ellipsoid within 0.1 mm): major half-axis in metres, flattening, and what follows from them. */
const MAJOR_METRES = 6_378_137;
const FLATTENING = 1 / 298.257_223_563;
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_SQUARED);
const DEGREE = Math.PI / 180;

/** Snyder 1987, equation 3-12: q(φ); a strip of the ellipsoid between two latitudes has area ½ a² Δλ (q₂ − q₁). */
function authalicQ(latitudeDegrees: number): number {
  const sine = Math.sin(latitudeDegrees * DEGREE);
  const scaled = ECCENTRICITY * sine;
  return (1 - ECCENTRICITY_SQUARED) * (sine / (1 - scaled * scaled) + Math.atanh(scaled) / ECCENTRICITY);
}

/**
 * Signed area in square metres of a ring of degrees `[lon, lat]…` on the ellipsoid, positive counter-clockwise. Edges are straight
 * on the equal-area cylinder, so that a shared border adds as much to one side as it takes from the other and areas of grids sum
 * to the area of their district.
 */
export function signedAreaOfDegrees(ring: readonly (readonly number[])[]): number {
  const count = ring.length;
  if (count < 3) return 0;
  const originX = ring[0]?.[0] ?? 0;
  const originQ = authalicQ(ring[0]?.[1] ?? 0);
  let sum = 0;
  let previousX = (ring[count - 1]?.[0] ?? 0) - originX;
  let previousQ = authalicQ(ring[count - 1]?.[1] ?? 0) - originQ;
  for (const position of ring) {
    const x = (position[0] ?? 0) - originX;
    const q = authalicQ(position[1] ?? 0) - originQ;
    sum += previousX * q - x * previousQ;
    previousX = x;
    previousQ = q;
  }
  return (sum / 4) * DEGREE * MAJOR_METRES * MAJOR_METRES;
}

/** Signed area in square metres of a lattice ring, positive counter-clockwise. */
export function signedRingAreaSquareMetres(ring: Ring): number {
  const degrees: number[][] = [];
  for (let i = 0; i < ring.length; i += 2)
    degrees.push([toDegrees(ring[i] as number), toDegrees(ring[i + 1] as number)]);
  return signedAreaOfDegrees(degrees);
}

/** Area of shells less holes, in square metres on the ellipsoid. */
export function areaSquareMetres(area: Area): number {
  let sum = 0;
  for (const polygon of area) for (const ring of polygon) sum += signedRingAreaSquareMetres(ring);
  return sum;
}

/** Twice the signed area of a ring in square lattice units, exact. Positive counter-clockwise. */
export function doubledRingArea(ring: Ring): bigint {
  const originX = ring[0] ?? 0;
  const originY = ring[1] ?? 0;
  let total = 0n;
  let chunk = 0;
  for (let i = 2; i + 3 < ring.length; i += 2) {
    const ax = (ring[i] as number) - originX;
    const ay = (ring[i + 1] as number) - originY;
    const bx = (ring[i + 2] as number) - originX;
    const by = (ring[i + 3] as number) - originY;
    const cross = ax * by - ay * bx;
    if (Math.abs(ax * by) + Math.abs(ay * bx) >= Number.MAX_SAFE_INTEGER) {
      total += BigInt(ax) * BigInt(by) - BigInt(ay) * BigInt(bx);
    } else if (Math.abs(chunk + cross) >= Number.MAX_SAFE_INTEGER) {
      total += BigInt(chunk) + BigInt(cross);
      chunk = 0;
    } else {
      chunk += cross;
    }
  }
  return total + BigInt(chunk);
}

/** Twice the area of shells less holes in square lattice units, exact. */
export function doubledArea(area: Area): bigint {
  let sum = 0n;
  for (const polygon of area) for (const ring of polygon) sum += doubledRingArea(ring);
  return sum;
}

/** Metres per lattice unit eastwards and northwards at a latitude (radii of curvature of the ellipsoid). */
export function metresPerUnit(latitudeDegrees: number): { east: number; north: number } {
  const sine = Math.sin(latitudeDegrees * DEGREE);
  const w = Math.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine);
  const meridian = (MAJOR_METRES * (1 - ECCENTRICITY_SQUARED)) / (w * w * w);
  const normal = MAJOR_METRES / w;
  const radiansPerUnit = DEGREE / 1e7;
  return { east: normal * Math.cos(latitudeDegrees * DEGREE) * radiansPerUnit, north: meridian * radiansPerUnit };
}
