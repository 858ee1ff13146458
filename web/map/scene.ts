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

/** Ground that passes from one grid to another, as it is drawn over the areas. */
export interface DrawnPassage {
  name: string;
  /** From whom to whom, beside it where there is room. */
  label: string;
  /** The area it is part of: a click chooses that. */
  code?: string | undefined;
  geometry: GeoJSON.Geometry;
}

/** How something drawn is meant: as it would be, as it cannot be, not finished, or merely pointed at. */
export type Tone = 'good' | 'bad' | 'open' | 'mark';

/** Areas as they would be, in the place of the grids whose codes are hidden meanwhile. */
export interface DraftAreas {
  hidden: ReadonlySet<string>;
  /** One with a label is named anew where it will be, and not where it was. */
  areas: readonly { code: string; geometry: GeoJSON.Geometry; label?: string }[];
  tone: Tone;
}

/** Lines and points a tool draws over the map. */
export interface Sketch {
  lines?: readonly { path: readonly Position[]; tone: Tone; width?: number }[];
  /** Areas pointed at or chosen. */
  areas?: readonly { geometry: GeoJSON.Geometry; tone: Tone }[];
  corners?: readonly { at: Position; kind: 'corner' | 'new' | 'held' | 'snap'; tone?: Tone }[];
}

/** Longitude and latitude in degrees. */
export type Position = readonly [number, number];

/** Where the pointer is, and how much ground a pixel covers there. */
export interface Spot {
  at: Position;
  metresPerPixel: number;
  /** Held keys that change what a gesture means. */
  shift: boolean;
  alt: boolean;
}

/** The pointer, for tools that grab and click. While one is there, a click chooses nothing by itself. */
export interface PointerGesture {
  kind: 'pointer';
  cursor: string;
  onMove?: (spot: Spot) => void;
  onClick?: (spot: Spot) => void;
  /** Told where a press begins; true when it grabs something: then the map stays and the drag is told. */
  onPress?: (spot: Spot) => boolean;
  onDrag?: (spot: Spot) => void;
  onRelease?: () => void;
}

/** A line or an area in the drawing. It begins anew whenever `key` changes. */
export interface DrawGesture {
  kind: 'line' | 'lasso';
  key: string;
  /** Where a point goes instead, if anywhere. */
  snap?: (spot: Spot) => Position | undefined;
  /** Told all points; of a line the last one is where the pointer is. `isDone`: the person ended it. */
  onChange: (points: readonly Position[], isDone: boolean) => void;
}

export type Gesture = PointerGesture | DrawGesture;

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
  /** Ground that changes hands, the largest first. */
  passages?: readonly DrawnPassage[] | undefined;
  /** The name of the one that is pointed at. */
  litPassage?: string | undefined;
  /** What a tool would make of some grids, drawn in their place. */
  draft?: DraftAreas | undefined;
  sketch?: Sketch | undefined;
  /** What the pointer does instead of choosing areas. */
  gesture?: Gesture | undefined;
  focus?: Focus | undefined;
  /** Pixels covered by cards at the sides, kept free when the camera moves to a place. */
  covered?: { left: number; right: number } | undefined;
  /** True where a click asks about the spot rather than choosing an area. */
  pickPoints?: boolean;
  onArea?: ((code: string | undefined) => void) | undefined;
  onPoint?: ((lng: number, lat: number) => void) | undefined;
  /** Told which one the pointer is over. */
  onPassage?: ((name: string | undefined) => void) | undefined;
  onFault?: ((index: number) => void) | undefined;
}
