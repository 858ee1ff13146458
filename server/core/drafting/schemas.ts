import { type Static, Type } from 'typebox';

/** The shapes of `/api/v1/plans/:id/draft`. */

export const DraftWeight = Type.Enum(['businesses', 'addresses', 'area'] as const, { title: 'DraftWeight' });
export type DraftWeight = Static<typeof DraftWeight>;

export const DraftOrder = Type.Object(
  {
    within: Type.String({
      pattern: '^[0-9]{2}([0-9]{2})?$',
      description: 'A unit, or the district: each unit by itself',
    }),
    count: Type.Integer({ minimum: 1, maximum: 9801, description: 'How many grids there are to be' }),
    weight: DraftWeight,
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 4294967295, description: 'The same seed gives the same draft' }),
    ),
  },
  { title: 'DraftOrder', additionalProperties: false },
);
export type DraftOrder = Static<typeof DraftOrder>;

/** Deviations are shares of the mean weight. */
const Balance = Type.Object({
  mean: Type.Number(),
  largestDeviation: Type.Number(),
  coefficientOfVariation: Type.Number(),
});

export const DraftOutcome = Type.Object(
  {
    seed: Type.Integer(),
    weight: DraftWeight,
    /** Over all grids drafted; `units` has each unit's own. */
    balance: Balance,
    /** The mean of Polsby-Popper, 4πA/P², over the grids. */
    compactness: Type.Number(),
    /** The share of the borders inside the units that runs along streets and rivers. */
    shareOfBorderOnLines: Type.Number(),
    units: Type.Array(
      Type.Object({
        unit: Type.String(),
        grids: Type.Integer(),
        balance: Balance,
        leastDeviation: Type.Number({
          description:
            'No division of the unit deviates less, as a share of the mean: more than 0 where one spot weighs more than a grid should',
        }),
        compactness: Type.Number(),
        shareOfBorderOnLines: Type.Number(),
      }),
    ),
    created: Type.Array(Type.String()),
    kept: Type.Array(Type.String()),
    removed: Type.Array(Type.String()),
    /** The plan's revision with the draft in it. */
    revision: Type.Integer(),
  },
  { title: 'DraftOutcome' },
);
export type DraftOutcome = Static<typeof DraftOutcome>;

export const DraftState = Type.Object(
  {
    id: Type.String(),
    state: Type.Enum(['running', 'done', 'failed', 'cancelled'] as const),
    /** What it is at: `network`, `blocks`, `parts`, `borders`, then `apply`. */
    step: Type.String(),
    fraction: Type.Number(),
    result: Type.Optional(DraftOutcome),
    error: Type.Optional(Type.Object({ code: Type.String(), detail: Type.String() })),
  },
  { title: 'Draft' },
);
export type DraftState = Static<typeof DraftState>;
