import { type Static, Type } from 'typebox';
import { GRID_CHANGES } from '../coverage/books.ts';
import { STAFF_ROLES } from '../people/staff.ts';
import { orNull } from './schemas.ts';

/** The shapes of what a plan would change for whom. */

const Counted = Type.Object({
  areaSquareMetres: Type.Number(),
  businesses: Type.Number(),
  addresses: Type.Number(),
  staff: Type.Number(),
});

/** One grid before and after a plan; null where it is not there. `compactness` is Polsby-Popper, 4πA/P², 1 for a circle. */
export const ImpactGrid = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    /** The name it had, where it has another now. */
    formerName: orNull(Type.String()),
    kind: Type.Enum(GRID_CHANGES),
    /** The codes its ground came from. */
    from: Type.Array(Type.String()),
    before: orNull(
      Type.Intersect([
        Counted,
        Type.Object({ borderMetres: Type.Number(), compactness: Type.Number(), parts: Type.Integer() }),
      ]),
    ),
    after: orNull(
      Type.Intersect([
        Counted,
        Type.Object({ borderMetres: Type.Number(), compactness: Type.Number(), parts: Type.Integer() }),
      ]),
    ),
    /** Flags for the approver: `multi-part`, `not-compact` (below 0.15), `unstaffed`. */
    flags: Type.Array(Type.String()),
  },
  { title: 'ImpactGrid' },
);
export type ImpactGrid = Static<typeof ImpactGrid>;

/** How evenly a unit's load lies on its grids: mean, largest deviation from it (share of the mean), coefficient of variation. */
const Balance = Type.Object({
  grids: Type.Integer(),
  mean: Type.Number(),
  largestDeviation: Type.Number(),
  coefficientOfVariation: Type.Number(),
});

export const Impact = Type.Object(
  {
    baseGeneration: Type.Integer(),
    revision: Type.Integer(),
    proof: Type.Object({ ok: Type.Boolean(), faults: Type.Integer(), sha256: Type.String() }),
    grids: Type.Array(ImpactGrid),
    /**
     * The books of ground: what passes from which grid to which, and what of the changed ones stays (`from` and `to` the same, without a
     * place). Of each grid before, the passages out add up to its area, of each one after, the passages in.
     */
    passages: Type.Array(
      Type.Object({
        from: orNull(Type.String()),
        to: orNull(Type.String()),
        areaSquareMetres: Type.Number(),
        /** Twice the area in square lattice units, as a decimal string. */
        doubledAreaUnits: Type.String(),
        /** Nowhere wider than a lattice unit: a border bends through a corner put on it. */
        rounding: Type.Boolean(),
        businesses: Type.Number(),
        addresses: Type.Number(),
        at: orNull(Type.Unsafe<GeoJSON.Geometry>({ type: 'object', additionalProperties: true })),
      }),
    ),
    /** What changes grid, of each ledger that exists; `total` may exceed the list. */
    moved: Type.Array(
      Type.Object({
        ledger: Type.Enum(['business', 'address', 'staff', 'case'] as const),
        total: Type.Integer(),
        entries: Type.Array(
          Type.Object({
            name: Type.String(),
            detail: Type.String(),
            from: Type.String(),
            to: Type.String(),
            at: orNull(Type.Array(Type.Number())),
          }),
        ),
      }),
    ),
    /** Who would answer for what: changed grids in which no warden serves, and people whose grid is no more. */
    staffing: Type.Object({
      withoutWarden: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
      losing: Type.Array(Type.Object({ name: Type.String(), role: Type.Enum(STAFF_ROLES), grid: Type.String() })),
    }),
    balance: Type.Array(
      Type.Object({
        unit: Type.String(),
        name: Type.String(),
        measure: Type.Enum(['businesses', 'addresses', 'area'] as const),
        before: Balance,
        after: Balance,
      }),
    ),
  },
  { title: 'Impact' },
);
export type Impact = Static<typeof Impact>;
