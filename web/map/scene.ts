import type { Level } from '../../server/core/coverage/schemas.ts';
import type { AreaFeature } from '../api/coverage.ts';

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number];

/** A spot marked on the map. `label` is drawn beside it. */
export interface Pin {
  lng: number;
  lat: number;
  kind: 'answer' | 'found' | 'failed';
  label?: string;
}

/** A fault of a checked file, as it is drawn: its place, and the one character of its sign. */
export interface MapFault {
  at: GeoJSON.Geometry;
  severity: 'error' | 'warning';
  kind: string;
  sign: string;
}

/** The areas of one generation, by level. */
export interface LeveledAreas {
  grid: readonly AreaFeature[];
  unit: readonly AreaFeature[];
  district: readonly AreaFeature[];
}

/** How an area differs from what it was, or from what comes after. */
export type Difference = 'created' | 'retired' | 'changed' | 'renamed';

/** An area that differs, as it is drawn over the others. */
export interface DifferingArea {
  code: string;
  kind: Difference;
  geometry: GeoJSON.Geometry;
}

/** Where the camera is to go; it goes there when `key` changes. */
export interface Focus {
  key: string;
  bounds: Bounds;
  maxZoom?: number;
}

/** Everything a page wants the map to show. Pages describe it; the map alone knows how it is drawn. */
export interface Scene {
  areas?: LeveledAreas | undefined;
  /** The level that is picked, coloured and labelled. */
  level: Level;
  selected?: string | undefined;
  pins?: readonly Pin[] | undefined;
  faults?: readonly MapFault[] | undefined;
  selectedFault?: number | undefined;
  /** The areas of a checked file, drawn neutrally under its faults. */
  checked?: GeoJSON.FeatureCollection | undefined;
  /** Areas that differ between two editions, coloured by how. */
  differing?: readonly DifferingArea[] | undefined;
  /** Areas of an earlier edition of which only the borders are drawn, dashed. */
  former?: readonly GeoJSON.Geometry[] | undefined;
  focus?: Focus | undefined;
  /** Pixels covered by cards at the sides, kept free when the camera moves to a place. */
  covered?: { left: number; right: number } | undefined;
  /** True where a click asks about the spot rather than choosing an area. */
  pickPoints?: boolean;
  onArea?: ((code: string | undefined) => void) | undefined;
  onPoint?: ((lng: number, lat: number) => void) | undefined;
  onFault?: ((index: number) => void) | undefined;
}
