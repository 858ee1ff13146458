import { type Area, type Polygon, type Ring, toDegrees, toUnits, vertexCount } from './lattice.ts';

const POLYGON = 3;
const MULTI_POLYGON = 6;

/**
 * An area as the well-known binary of a MultiPolygon (OGC 06-103r4, 8.2; little-endian doubles), for PostGIS. Lattice integers
 * survive the way there and back, since a degree value with seven decimals is nearest to one integer only.
 */
export function toWkb(area: Area): Uint8Array {
  const rings = area.reduce((sum, polygon) => sum + polygon.length, 0);
  const closing = rings;
  const view = new DataView(new ArrayBuffer(9 + area.length * 9 + rings * 4 + (vertexCount(area) + closing) * 16));
  let at = 0;
  const header = (type: number, count: number) => {
    view.setUint8(at, 1);
    view.setUint32(at + 1, type, true);
    view.setUint32(at + 5, count, true);
    at += 9;
  };
  header(MULTI_POLYGON, area.length);
  for (const polygon of area) {
    header(POLYGON, polygon.length);
    for (const ring of polygon) {
      view.setUint32(at, ring.length / 2 + 1, true);
      at += 4;
      for (let i = 0; i <= ring.length; i += 2) {
        view.setFloat64(at, toDegrees(ring[i % ring.length] as number), true);
        view.setFloat64(at + 8, toDegrees(ring[(i % ring.length) + 1] as number), true);
        at += 16;
      }
    }
  }
  return new Uint8Array(view.buffer);
}

/** Reads a little-endian Polygon or MultiPolygon as `ST_AsBinary(geom, 'NDR')` gives it. Throws a `RangeError` for anything else. */
export function fromWkb(bytes: Uint8Array): Area {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const header = (): [number, number] => {
    if (view.getUint8(at) !== 1) throw new RangeError('well-known binary in little-endian order is wanted');
    const found: [number, number] = [view.getUint32(at + 1, true), view.getUint32(at + 5, true)];
    at += 9;
    return found;
  };
  const ring = (): Ring => {
    const count = view.getUint32(at, true);
    at += 4;
    const vertices = new Int32Array(Math.max(0, count - 1) * 2);
    for (let i = 0; i < vertices.length; i++) vertices[i] = toUnits(view.getFloat64(at + i * 8, true));
    at += count * 16;
    return vertices;
  };
  const polygon = (rings: number): Polygon => Array.from({ length: rings }, ring);
  const [type, count] = header();
  if (type === POLYGON) return [polygon(count)];
  if (type !== MULTI_POLYGON) throw new RangeError(`a polygon is wanted, not well-known binary type ${type}`);
  return Array.from({ length: count }, () => polygon(header()[1]));
}
