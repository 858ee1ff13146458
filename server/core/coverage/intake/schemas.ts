import { type Static, Type } from 'typebox';
import { FaultShape } from '../schemas.ts';

/** The shapes of imports: what the service says of boundaries that were taken in. */

export const ImportStep = Type.Object({
  step: Type.Union([
    Type.Literal('datum'),
    Type.Literal('lattice'),
    Type.Literal('repair'),
    Type.Literal('fit'),
    Type.Literal('prove'),
  ]),
  counts: Type.Record(Type.String(), Type.Number()),
});

/** What the service assumed because a file was not given. */
export const ImportNote = Type.Union([
  Type.Literal('outline-derived'),
  Type.Literal('unit-as-grid'),
  Type.Literal('district-as-grid'),
  Type.Literal('units-from-codes'),
  Type.Literal('codes-assigned'),
]);

export const ImportReport = Type.Object({
  ok: Type.Boolean(),
  steps: Type.Array(ImportStep),
  notes: Type.Array(ImportNote),
  faults: Type.Array(FaultShape),
  truncated: Type.Boolean(),
  counts: Type.Object({ grids: Type.Integer(), units: Type.Integer(), gaps: Type.Integer(), overlaps: Type.Integer() }),
  areaSquareMetres: Type.Number(),
  mandatedAreaSquareMetres: Type.Number(),
});
export type ImportReport = Static<typeof ImportReport>;

export const ImportState = Type.Object({
  id: Type.String(),
  title: Type.String(),
  /** `running` has no report yet; `faulty` cannot be published. */
  state: Type.Union([
    Type.Literal('running'),
    Type.Literal('ready'),
    Type.Literal('faulty'),
    Type.Literal('failed'),
    Type.Literal('published'),
  ]),
  createdAt: Type.String({ format: 'date-time' }),
  createdBy: Type.String(),
  /** While running: the step it is in. */
  step: Type.Optional(Type.String()),
  report: Type.Optional(ImportReport),
  /** Why it failed: a code of the problems, words for people, and the places, by form part and place in its file. */
  code: Type.Optional(Type.String()),
  detail: Type.Optional(Type.String()),
  errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  generation: Type.Optional(Type.Integer()),
});
export type ImportState = Static<typeof ImportState>;
