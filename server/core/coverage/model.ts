import type { Area } from '../geometry/lattice.ts';

/** A named area with a code: two digits a district, four a unit, six a grid. */
export interface Named {
  code: string;
  name: string;
}

/** A grid: `id` stays for its life, `code` is its six-digit code, `revision` counts its versions from 1. */
export interface Grid extends Named {
  id: string;
  area: Area;
  revision: number;
}

/**
 * A district's partition. Units and the district are the sums of their grids; only `outline`, the mandated one as it was given,
 * is kept beside them, and the sum of the grids must refine it (`MandatedOutline`).
 */
export interface Coverage {
  district: Named;
  outline: Area;
  units: readonly Named[];
  grids: readonly Grid[];
}

/** What can be wrong with a coverage. `multi-part` and an enclosed gap without a parent outline are warnings. */
export type CoverageFaultKind =
  | 'not-simple'
  | 'overlap'
  | 'gap'
  | 'outside-parent'
  | 'unmatched-vertex'
  | 'duplicate'
  | 'wrong-parent'
  | 'multi-part';

/** A fault with its place. `grids` are codes where the input has them, else indices as text. */
export interface CoverageFault {
  kind: CoverageFaultKind;
  severity: 'error' | 'warning';
  grids: string[];
  at: GeoJSON.Geometry;
  areaSquareMetres?: number;
  message: string;
  /** Of a vertex on one side only: the ground that it makes, where it stands beside the other side's edge. */
  sliver?: { kind: CoverageFaultKind; grids: string[]; at: GeoJSON.Geometry };
  /** JSON pointer to the place in the input, where there is one. */
  path?: string;
}
