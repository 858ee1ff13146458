import { type Static, Type } from 'typebox';
import type { Mend as MendingEdit } from '../coverage/mends.ts';
import { FaultShape, NamedCode } from '../coverage/schemas.ts';
import { STAFF_ROLES } from '../people/staff.ts';

/** The shapes of plans (docs: api.md, Plans): the server validates with them, the browser is typed by them. */

export const PLAN_STATES = ['draft', 'submitted', 'approved', 'published', 'returned', 'withdrawn'] as const;
export const PlanState = Type.Enum(PLAN_STATES, { title: 'PlanState' });
export type PlanState = (typeof PLAN_STATES)[number];

const Person = Type.Object({ id: Type.String(), name: Type.String() });
const Moment = Type.String({ format: 'date-time' });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** How many grids a plan changes, and how; `touched` ones only get a corner where a border next door ends, and keep their ground. */
export const ChangeCounts = Type.Object(
  {
    created: Type.Integer(),
    retired: Type.Integer(),
    changed: Type.Integer(),
    renamed: Type.Integer(),
    touched: Type.Integer(),
  },
  { title: 'ChangeCounts' },
);

/** A plan in a list. `revision` counts its edits, undos and redos; `scope` is the code prefix its edits stay within. */
export const PlanSummary = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    note: Type.String(),
    scope: Type.String(),
    state: PlanState,
    baseGeneration: Type.Integer(),
    behind: Type.Boolean({
      description:
        'A newer generation is in force than the one it stands on; it is moved onto it by itself, or says what collides',
    }),
    revision: Type.Integer(),
    /** Codes that differ from the base generation: created, changed, renamed and retired. */
    changedGrids: Type.Array(Type.String()),
    changes: ChangeCounts,
    createdAt: Moment,
    createdBy: Person,
    updatedAt: Moment,
    submittedAt: orNull(Moment),
    submittedBy: orNull(Person),
    approvedAt: orNull(Moment),
    approvedBy: orNull(Person),
    /** The latest words of the thread. */
    decisionNote: Type.String(),
    /** When an approved plan is to be published by itself. */
    publishAt: orNull(Moment),
    /** The generation it was published as. */
    generation: orNull(Type.Integer()),
    /** Set while a newer generation has changed grids that this plan changes too: these codes. */
    collidesWith: Type.Array(Type.String()),
  },
  { title: 'PlanSummary' },
);
export type PlanSummary = Static<typeof PlanSummary>;

const Step = Type.Object({ revision: Type.Integer(), op: Type.String(), note: Type.String() });

/** A plan with what this caller can undo and redo, and who was at it in the last two minutes. */
export const PlanDetail = Type.Intersect(
  [
    PlanSummary,
    Type.Object({
      undo: orNull(Step),
      redo: orNull(Step),
      editors: Type.Array(Person),
      /** What this caller may do with it now, of: edit, submit, return, approve, publish, unschedule, withdraw, answer, comment. */
      may: Type.Array(Type.String()),
      /** Why this caller does not decide on it, whatever their role: they submitted it, or changed it. */
      ownWork: orNull(Type.Enum(['submitted', 'edited'] as const)),
      faultCount: Type.Integer(),
    }),
  ],
  { title: 'Plan' },
);
export type PlanDetail = Static<typeof PlanDetail>;

/** One line of a plan's record. `of` names the revision that an undo or a redo is of. */
export const PlanRecord = Type.Object(
  {
    revision: Type.Integer(),
    kind: Type.Enum(['edit', 'undo', 'redo', 'import', 'draft', 'rebase'] as const),
    op: Type.String(),
    note: Type.String(),
    of: orNull(Type.Integer()),
    undone: Type.Boolean(),
    grids: Type.Array(Type.String()),
    actor: Person,
    at: Moment,
  },
  { title: 'PlanRecord' },
);
export type PlanRecord = Static<typeof PlanRecord>;

const AreaFeatures = Type.Object({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(
    Type.Object({
      type: Type.Literal('Feature'),
      id: Type.String(),
      properties: Type.Object({
        code: Type.String(),
        name: Type.String(),
        level: Type.String(),
        areaSquareMetres: Type.Number(),
        revision: Type.Integer(),
      }),
      geometry: Type.Unsafe<GeoJSON.Geometry>({ type: 'object', additionalProperties: true }),
    }),
  ),
});

/** What an edit, an undo or a redo answers, and what `GET /plans/:id/changes?since=` catches up with. */
export const EditAnswer = Type.Object(
  {
    edit: PlanRecord,
    revision: Type.Integer(),
    areas: AreaFeatures,
    removed: Type.Array(Type.String()),
    undo: orNull(Step),
    redo: orNull(Step),
  },
  { title: 'EditAnswer' },
);
export type EditAnswer = Static<typeof EditAnswer>;

export const ChangesAnswer = Type.Object(
  {
    revision: Type.Integer(),
    areas: AreaFeatures,
    removed: Type.Array(Type.String()),
  },
  { title: 'PlanChanges' },
);
export type ChangesAnswer = Static<typeof ChangesAnswer>;

/**
 * What a plan's grids stand in: with its grids (`GET /plans/:id/areas`) all that an editor needs to try an edit before it is sent.
 * `outline` is the working outline, `mandated` the given one; `usedCodes` are never given again; `staff` counts people by grid.
 */
export const PlanFrame = Type.Object(
  {
    revision: Type.Integer(),
    baseGeneration: Type.Integer(),
    district: NamedCode,
    units: Type.Array(NamedCode),
    mandated: Type.Unsafe<GeoJSON.Geometry>({ type: 'object', additionalProperties: true }),
    outline: Type.Unsafe<GeoJSON.Geometry>({ type: 'object', additionalProperties: true }),
    usedCodes: Type.Array(Type.String()),
    staff: Type.Record(Type.String(), Type.Integer()),
  },
  { title: 'PlanFrame' },
);
export type PlanFrame = Static<typeof PlanFrame>;

const Mend = Type.Unsafe<MendingEdit>({
  title: 'Mend',
  description: 'An edit that mends a fault, and what it gives to grids or takes from them, in square metres',
  type: 'object',
  required: ['op', 'gives'],
  properties: { op: { type: 'string' }, gives: { type: 'object', additionalProperties: { type: 'number' } } },
  additionalProperties: true,
});

/** What keeps a plan from being a coverage, and how it can be mended. */
export const PlanFault = Type.Intersect([FaultShape, Type.Object({ mends: Type.Array(Mend) })], { title: 'PlanFault' });
export type PlanFault = Static<typeof PlanFault>;

/** What is decided or said about a plan as a whole. */
export const PLAN_VERBS = [
  'submit',
  'return',
  'answer',
  'approve',
  'schedule',
  'reschedule',
  'unschedule',
  'publish',
  'publish-failed',
  'withdraw',
] as const;
export type PlanVerb = (typeof PLAN_VERBS)[number];

/** One entry of a plan's thread: who did what when, with which words, at which revision. */
export const PlanEvent = Type.Object(
  {
    sequence: Type.Integer(),
    verb: Type.Enum(PLAN_VERBS),
    at: Moment,
    /** Null where the service itself did it. */
    by: orNull(Type.Object({ id: orNull(Type.String()), name: Type.String() })),
    words: Type.String(),
    revision: Type.Integer(),
    /** The time that was set, with `schedule` and `reschedule`. */
    publishAt: orNull(Moment),
    /** The generation it became, with `publish`. */
    generation: orNull(Type.Integer()),
  },
  { title: 'PlanEvent' },
);
export type PlanEvent = Static<typeof PlanEvent>;

export const PlanComment = Type.Object(
  {
    id: Type.String(),
    text: Type.String(),
    /** The place it is pinned to, [longitude, latitude]. */
    at: orNull(Type.Array(Type.Number())),
    grid: orNull(Type.String()),
    author: Person,
    createdAt: Moment,
    resolvedAt: orNull(Moment),
  },
  { title: 'PlanComment' },
);
export type PlanComment = Static<typeof PlanComment>;

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
    kind: Type.Enum(['created', 'retired', 'changed', 'renamed', 'touched'] as const),
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
