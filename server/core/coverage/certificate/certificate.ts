import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../../canonicalJson.ts';
import { areaSquareMetres, doubledArea } from '../../geometry/area.ts';
import { type Area, type Polygon, type Ring, vertexCount } from '../../geometry/lattice.ts';
import { comparePoints } from '../../geometry/orientation.ts';
import type { CodedArea, Named } from '../model.ts';
import type { RefinedEdge } from '../proof/refinement.ts';
import type { Certificate, Level } from '../schemas.ts';

export type { CodedArea };

/** What a certificate is made from: the partition at its three levels and its place in the chain of generations. */
export interface Certified {
  district: Named;
  generation: number;
  effectiveAt: string;
  previousSha256: string | null;
  /** The mandated outline as it was given, and its edges on which the grids have put points. */
  outline: Area;
  insertions: readonly RefinedEdge[];
  districtArea: Area;
  units: readonly CodedArea[];
  grids: readonly CodedArea[];
  /** The newest entry of the audit log. */
  auditHead?: { sequence: number; sha256: string };
}

/**
 * The certificate of a proven generation. Each level's hash is SHA-256 over its canonical form, and the certificate's own hash is
 * SHA-256 over the rest of it as JSON with sorted keys; since that holds the previous certificate's hash, the generations form a chain.
 */
export function makeCertificate(of: Certified): Certificate {
  const body: Omit<Certificate, 'sha256'> = {
    format: 'gridwarden-certificate-2',
    district: { code: of.district.code, name: of.district.name },
    generation: of.generation,
    effectiveAt: of.effectiveAt,
    outlineSha256: hashOfAreas([{ code: of.district.code, area: of.outline }]),
    outlineInsertions: of.insertions.map((line) => [...line]),
    levels: [
      levelOf('district', [{ code: of.district.code, area: of.districtArea }]),
      levelOf('unit', of.units),
      levelOf('grid', of.grids),
    ],
    areaSquareMetres: Math.round(areaSquareMetres(of.districtArea)),
    previousSha256: of.previousSha256,
    ...(of.auditHead ? { auditHead: of.auditHead } : {}),
  };
  return { ...body, sha256: hashOfCertificate(body) };
}

/** SHA-256 over a certificate without its own hash: JSON, keys sorted, no spaces, UTF-8. */
export function hashOfCertificate(body: Omit<Certificate, 'sha256'>): string {
  const { sha256: _own, ...rest } = body as Certificate;
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(rest))));
}

function levelOf(level: Level, areas: readonly CodedArea[]): Certificate['levels'][number] {
  return {
    level,
    count: areas.length,
    vertices: areas.reduce((sum, { area }) => sum + vertexCount(area), 0),
    doubledAreaUnits: areas.reduce((sum, { area }) => sum + doubledArea(area), 0n).toString(),
    sha256: hashOfAreas(areas),
  };
}

/**
 * SHA-256 over the canonical form of some areas, as hexadecimal. The form: areas by code; for each the length of its code (one
 * byte), its code (ASCII), the number of polygons, for each polygon the number of rings, for each ring the number of vertices and then
 * these, x before y; every number a big-endian 32-bit integer. Rings start at their smallest vertex (x before y), holes and then
 * polygons stand in the order of their vertices. So the hash depends on the areas alone, not on how they were written down.
 */
export function hashOfAreas(areas: readonly CodedArea[]): string {
  const hash = sha256.create();
  const sorted = [...areas].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  for (const { code, area } of sorted) {
    const name = utf8ToBytes(code);
    hash.update(Uint8Array.of(name.length));
    hash.update(name);
    hash.update(bytesOfArea(area));
  }
  return bytesToHex(hash.digest());
}

function bytesOfArea(area: Area): Uint8Array {
  const polygons = canonicalArea(area);
  const rings = polygons.reduce((sum, polygon) => sum + polygon.length, 0);
  const view = new DataView(new ArrayBuffer(4 * (1 + polygons.length + rings + vertexCount(polygons) * 2)));
  let at = 0;
  const write = (value: number) => {
    view.setInt32(at, value);
    at += 4;
  };
  write(polygons.length);
  for (const polygon of polygons) {
    write(polygon.length);
    for (const ring of polygon) {
      write(ring.length / 2);
      for (const value of ring) write(value);
    }
  }
  return new Uint8Array(view.buffer);
}

/** The same area with rings starting at their smallest vertex and rings and polygons in a fixed order. */
export function canonicalArea(area: Area): Area {
  const polygons = area.map((polygon): Polygon => {
    const [shell, ...holes] = polygon.map(startingAtSmallest);
    return [shell as Ring, ...holes.sort(compareRings)];
  });
  return polygons.sort((a, b) => compareRings(a[0] as Ring, b[0] as Ring));
}

function startingAtSmallest(ring: Ring): Ring {
  let start = 0;
  for (let i = 2; i < ring.length; i += 2) {
    if (comparePoints(ring[i] as number, ring[i + 1] as number, ring[start] as number, ring[start + 1] as number) < 0)
      start = i;
  }
  if (start === 0) return ring;
  const turned = new Int32Array(ring.length);
  turned.set(ring.subarray(start));
  turned.set(ring.subarray(0, start), ring.length - start);
  return turned;
}

function compareRings(a: Ring, b: Ring): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}
