import { type Static, Type } from 'typebox';
import { AssignCodes, BOUNDARY_PARTS, ChosenName } from '../coverage/intake/forms.ts';
import { FileDescription, ImportReport } from '../coverage/intake/schemas.ts';
import { GridDifference } from '../coverage/schemas.ts';
import { FilePart } from '../formParts.ts';
import { EditAnswer, orNull } from './schemas.ts';

/** What is sent to begin a plan, to decide on it and to speak about it. */

const Title = Type.String({ minLength: 1, maxLength: 200, format: 'visible-name' });
const Note = Type.String({ maxLength: 4000, format: 'visible-note' });
const Revision = Type.Integer({
  minimum: 0,
  maximum: 2_147_483_647,
  description: 'What was read; another one is stale',
});

export const NewPlan = Type.Object(
  {
    title: Title,
    note: Type.Optional(Note),
    scope: Type.Optional(Type.String({ pattern: '^[0-9]{2}([0-9]{2})?$', description: 'Its edits stay within' })),
  },
  { title: 'NewPlan', additionalProperties: false },
);
export type NewPlan = Static<typeof NewPlan>;

export const PlanRenaming = Type.Object(
  { title: Type.Optional(Title), note: Type.Optional(Note) },
  { title: 'PlanRenaming', additionalProperties: false, minProperties: 1 },
);
export type PlanRenaming = Static<typeof PlanRenaming>;

/** A decision on a plan as it was read. */
export const PlanDecision = Type.Object(
  { revision: Revision, note: Type.Optional(Note) },
  { title: 'PlanDecision', additionalProperties: false },
);
export type PlanDecision = Static<typeof PlanDecision>;

export const PlanPublication = Type.Object(
  {
    ...PlanDecision.properties,
    at: Type.Optional(Type.String({ format: 'date-time', description: 'Later than now: published by itself then' })),
  },
  { title: 'PlanPublication', additionalProperties: false },
);
export type PlanPublication = Static<typeof PlanPublication>;

/** Words that decide nothing. */
export const PlanAnswer = Type.Object(
  { revision: Type.Optional(Revision), note: Type.String({ minLength: 1, maxLength: 4000, format: 'visible-text' }) },
  { title: 'PlanAnswer', additionalProperties: false },
);
export type PlanAnswer = Static<typeof PlanAnswer>;

export const PlanRebasing = Type.Object(
  {
    drop: Type.Optional(
      Type.Array(Type.String({ pattern: '^[0-9]{6}$' }), {
        maxItems: 10_000,
        description: 'Grids around which the plan gives up what it did',
      }),
    ),
  },
  { title: 'PlanRebasing', additionalProperties: false },
);
export type PlanRebasing = Static<typeof PlanRebasing>;

/** A remark on a plan, pinned to a place or a grid where it is about one. */
export const NewPlanComment = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 4000, format: 'visible-text' }),
    at: Type.Optional(orNull(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }))),
    grid: Type.Optional(orNull(Type.String({ pattern: '^[0-9]{6}$' }))),
  },
  { title: 'NewPlanComment', additionalProperties: false },
);
export type NewPlanComment = Static<typeof NewPlanComment>;

/** `POST /plans/:id/import`. */
export const PlanImportForm = Type.Object({
  file: FilePart,
  level: Type.Optional(Type.Enum(['grid', 'unit'] as const)),
  layer: ChosenName,
  codeColumn: ChosenName,
  assignCodes: AssignCodes,
  ...BOUNDARY_PARTS,
});
export type PlanImportForm = Static<typeof PlanImportForm>;

/** The report of an import, what it changed, and the edit it was recorded as: null when the file is what the plan is already. */
export const PlanImportAnswer = Type.Object(
  { report: ImportReport, difference: GridDifference, edit: orNull(EditAnswer), file: FileDescription },
  { title: 'PlanImportAnswer' },
);
export type PlanImportAnswer = Static<typeof PlanImportAnswer>;
