import type { InputError } from '../inputError.ts';
import { doubledRingArea } from './area.ts';
import { type Area, type Polygon, type Ring, toDegrees, toUnits } from './lattice.ts';

/** What was rounded away or turned round while an area was taken in; added up over all areas of an input. */
export interface IntakeCounts {
  repeatedPoints: number;
  turnedRings: number;
  droppedOrdinates: number;
}

const noCounts = (): IntakeCounts => ({ repeatedPoints: 0, turnedRings: 0, droppedOrdinates: 0 });

/** Turns a position of the input's datum into WGS84 degrees. */
export type Projection = (longitude: number, latitude: number) => readonly [number, number];

const TOO_WIDE =
  'This edge spans more than 180° of longitude: an area across the antimeridian has to be cut there (RFC 7946, 3.1.9).';

/** More errors than this are not listed for one input. */
const MOST_ERRORS = 100;

/**
 * Reads GeoJSON geometries onto the lattice and collects what is wrong with their structure, each with its JSON pointer. Points
 * are rounded once, repeated ones dropped, rings turned the way RFC 7946 wants them; a third ordinate is left out. Whether the
 * rings are simple is not asked here.
 */
export class AreaReader {
  readonly errors: InputError[] = [];
  readonly counts: IntakeCounts = noCounts();
  #swapped = 0;
  readonly #project: Projection | null;

  constructor(project: Projection | null = null) {
    this.#project = project;
  }

  /** True when positions were refused that would be right with longitude and latitude exchanged. */
  get looksSwapped(): boolean {
    return this.#swapped > 0;
  }

  /** The area of a Polygon or MultiPolygon; null when its structure is wrong, the reasons then being in `errors`. */
  read(geometry: unknown, path: string): Area | null {
    const before = this.errors.length;
    const area = this.#geometry(geometry, path);
    return this.errors.length > before ? null : area;
  }

  #refuse(path: string, message: string): null {
    if (this.errors.length < MOST_ERRORS) this.errors.push({ path, message });
    return null;
  }

  #geometry(geometry: unknown, path: string): Area | null {
    if (typeof geometry !== 'object' || geometry === null) return this.#refuse(path, 'A geometry is missing here.');
    const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
    if (type !== 'Polygon' && type !== 'MultiPolygon') {
      return this.#refuse(
        `${path}/type`,
        `Polygon or MultiPolygon is wanted here, not ${typeof type === 'string' ? type.slice(0, 40) : typeof type}.`,
      );
    }
    const at = `${path}/coordinates`;
    if (!Array.isArray(coordinates) || coordinates.length === 0)
      return this.#refuse(at, 'An array of rings is wanted here.');
    if (type === 'Polygon') {
      const polygon = this.#polygon(coordinates, at);
      return polygon && [polygon];
    }
    const polygons: Polygon[] = [];
    coordinates.forEach((part, p) => {
      const polygon = this.#polygon(part, `${at}/${p}`);
      if (polygon) polygons.push(polygon);
    });
    return polygons;
  }

  #polygon(rings: unknown, path: string): Polygon | null {
    if (!Array.isArray(rings) || rings.length === 0) return this.#refuse(path, 'An array of rings is wanted here.');
    const polygon: Ring[] = [];
    rings.forEach((positions, r) => {
      const ring = this.#ring(positions, `${path}/${r}`);
      if (ring) polygon.push(this.#turned(ring, r === 0));
    });
    return polygon;
  }

  #ring(positions: unknown, path: string): Ring | null {
    if (!Array.isArray(positions)) return this.#refuse(path, 'An array of positions is wanted here.');
    if (positions.length < 4)
      return this.#refuse(path, 'A ring needs at least four positions, the last being the first again.');
    const flat = new Int32Array(positions.length * 2);
    let size = 0;
    for (let i = 0; i < positions.length; i++) {
      const point = this.#position(positions[i], path, i);
      if (!point) continue;
      if (i > 0 && this.#goesRoundTheGlobe(positions[i - 1], positions[i])) this.#refuse(`${path}/${i}`, TOO_WIDE);
      if (size >= 2 && flat[size - 2] === point[0] && flat[size - 1] === point[1]) {
        this.counts.repeatedPoints++;
        continue;
      }
      flat[size++] = point[0];
      flat[size++] = point[1];
    }
    const [first, last] = [positions[0], positions[positions.length - 1]];
    const isClosed = Array.isArray(first) && Array.isArray(last) && first[0] === last[0] && first[1] === last[1];
    if (!isClosed)
      return this.#refuse(
        `${path}/${positions.length - 1}`,
        'The ring is not closed: its last position differs from its first.',
      );
    while (size > 2 && flat[0] === flat[size - 2] && flat[1] === flat[size - 1]) size -= 2;
    return flat.slice(0, size);
  }

  /** An edge over more than half the globe is one that crosses the antimeridian: taken literally it would run the other way round. */
  #goesRoundTheGlobe(previous: unknown, position: unknown): boolean {
    if (!Array.isArray(previous)) return false;
    return Math.abs(((position as number[])[0] as number) - (previous[0] as number)) > 180;
  }

  #position(position: unknown, path: string, i: number): [number, number] | null {
    if (!Array.isArray(position) || position.length < 2)
      return this.#refuse(`${path}/${i}`, 'A position is [longitude, latitude].');
    const [longitude, latitude] = position as unknown[];
    if (
      typeof longitude !== 'number' ||
      typeof latitude !== 'number' ||
      !Number.isFinite(longitude) ||
      !Number.isFinite(latitude)
    ) {
      return this.#refuse(`${path}/${i}`, 'A position is two finite numbers.');
    }
    if (position.length > 2) {
      if (!position.every((ordinate) => typeof ordinate === 'number'))
        return this.#refuse(`${path}/${i}`, 'A position holds numbers only.');
      this.counts.droppedOrdinates++;
    }
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
      const swapped = Math.abs(latitude) <= 180 && Math.abs(longitude) <= 90;
      if (swapped) this.#swapped++;
      return this.#refuse(
        `${path}/${i}`,
        swapped
          ? `Longitude and latitude are exchanged: [${longitude}, ${latitude}].`
          : `[${longitude}, ${latitude}] is no place on earth.`,
      );
    }
    const [x, y] = this.#project ? this.#project(longitude, latitude) : [longitude, latitude];
    return [toUnits(x), toUnits(y)];
  }

  #turned(ring: Ring, isShell: boolean): Ring {
    const doubled = doubledRingArea(ring);
    if (doubled === 0n || doubled > 0n === isShell) return ring;
    this.counts.turnedRings++;
    const turned = new Int32Array(ring.length);
    for (let i = 0; i < ring.length; i += 2) {
      turned[i] = ring[ring.length - 2 - i] as number;
      turned[i + 1] = ring[ring.length - 1 - i] as number;
    }
    return turned;
  }
}

/** An area as GeoJSON, in degrees of the lattice or, with a projection, of another datum. */
export function toGeoJson(area: Area, project: Projection | null = null): GeoJSON.Polygon | GeoJSON.MultiPolygon {
  const polygons = area.map((polygon) => polygon.map((ring) => closedRing(ring, project)));
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] as GeoJSON.Position[][] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

function closedRing(ring: Ring, project: Projection | null): GeoJSON.Position[] {
  const positions: GeoJSON.Position[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const [x, y] = [toDegrees(ring[i] as number), toDegrees(ring[i + 1] as number)];
    positions.push(project ? [...project(x, y)] : [x, y]);
  }
  if (positions.length > 0) positions.push(positions[0] as GeoJSON.Position);
  return positions;
}
