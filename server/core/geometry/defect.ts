/** Why an area is not a valid polygon or multipolygon (OGC 06-103r4, 6.1.11 and 6.1.14), in the order in which it is looked for. */
export type DefectReason =
  | 'empty'
  | 'too-few-points'
  | 'repeated-point'
  | 'no-area'
  | 'wrong-winding'
  | 'overlapping-edges'
  | 'self-intersection'
  | 'self-touch'
  | 'hole-outside-shell'
  | 'parts-overlap'
  | 'disconnected-inside';

/** A defect and its place: lattice units (not always whole ones where edges cross), and the polygon, ring and vertex it was met at. */
export interface Defect {
  reason: DefectReason;
  x: number;
  y: number;
  polygon: number;
  ring: number;
  vertex: number;
}
