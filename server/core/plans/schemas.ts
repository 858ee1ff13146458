import { type Static, Type } from 'typebox';
import type { Mend as MendingEdit } from '../coverage/mends.ts';
import { FaultShape, NamedCode } from '../coverage/schemas.ts';
import { OWN_WORK } from './fourEyes.ts';

/** The shapes of plans (docs: api.md, Plans): the server validates with them, the browser is typed by them. */

export const PLAN_STATES = ['draft', 'submitted', 'approved', 'published', 'returned', 'withdrawn'] as const;
export const PlanState = Type.Enum(PLAN_STATES, { title: 'PlanState' });
export type PlanState = (typeof PLAN_STATES)[number];

const Person = Type.Object({ id: Type.String(), name: Type.String() });
const Moment = Type.String({ format: 'date-time' });
export const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

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
export const PlanList = Type.Object({ plans: Type.Array(PlanSummary) }, { title: 'PlanList' });
export type PlanList = Static<typeof PlanList>;

/** What somebody can undo or redo. */
export const PlanStep = Type.Object(
  { revision: Type.Integer(), op: Type.String(), note: Type.String() },
  { title: 'PlanStep' },
);
export type PlanStep = Static<typeof PlanStep>;

/** A plan with what this caller can undo and redo, and who was at it in the last two minutes. */
export const PlanDetail = Type.Intersect(
  [
    PlanSummary,
    Type.Object({
      undo: orNull(PlanStep),
      redo: orNull(PlanStep),
      editors: Type.Array(Person),
      /** What this caller may do with it now, of: edit, submit, return, approve, publish, unschedule, withdraw, answer, comment. */
      may: Type.Array(Type.String()),
      /** Why this caller does not decide on it, whatever their role: they submitted it, or changed it. */
      ownWork: orNull(Type.Enum(OWN_WORK)),
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
export const PlanRecordList = Type.Object({ edits: Type.Array(PlanRecord) }, { title: 'PlanRecordList' });
export type PlanRecordList = Static<typeof PlanRecordList>;

const AreaFeatures = Type.Object(
  {
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
  },
  { title: 'PlanAreaCollection' },
);

/** `GET /plans/:id/areas`: the grids, units or district of a plan at a revision. */
export const PlanAreas = Type.Intersect([AreaFeatures, Type.Object({ revision: Type.Integer() })], {
  title: 'PlanAreas',
});
export type PlanAreas = Static<typeof PlanAreas>;

/** What an edit, an undo or a redo answers, and what `GET /plans/:id/changes?since=` catches up with. */
export const EditAnswer = Type.Object(
  {
    edit: PlanRecord,
    revision: Type.Integer(),
    areas: AreaFeatures,
    removed: Type.Array(Type.String()),
    undo: orNull(PlanStep),
    redo: orNull(PlanStep),
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
export const PlanFaultList = Type.Object({ faults: Type.Array(PlanFault) }, { title: 'PlanFaultList' });
export type PlanFaultList = Static<typeof PlanFaultList>;

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
export const PlanThread = Type.Object({ events: Type.Array(PlanEvent) }, { title: 'PlanThread' });
export type PlanThread = Static<typeof PlanThread>;

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
export const PlanCommentList = Type.Object({ comments: Type.Array(PlanComment) }, { title: 'PlanCommentList' });
export type PlanCommentList = Static<typeof PlanCommentList>;
