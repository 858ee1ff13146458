import type { Static } from 'typebox';
import type { Area } from '../geometry/lattice.ts';
import type { FaultKind, FaultShape } from './schemas.ts';

/** A named area with a code: two digits a district, four a unit, six a grid. */
export interface Named {
  code: string;
  name: string;
}

/** A coded area, the unit of what a certificate hashes. */
export interface CodedArea {
  code: string;
  area: Area;
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
export type CoverageFaultKind = Static<typeof FaultKind>;

/** A fault with its place. `grids` are codes where the input has them, else indices as text. */
export type CoverageFault = Static<typeof FaultShape>;
