import { type Static, Type } from 'typebox';
import { Crs, Moment, NamedCode } from '../coverage/schemas.ts';

/** The shapes of the lookup API (docs: api.md). */

export const LookupQuery = Type.Object(
  {
    lng: Type.Number({ description: 'Longitude in degrees' }),
    lat: Type.Number({ description: 'Latitude in degrees' }),
    crs: Type.Optional(Crs),
    accuracy: Type.Optional(
      Type.Number({ minimum: 0, maximum: 100_000, description: 'Radius in metres within which the true spot lies' }),
    ),
    at: Type.Optional(Moment),
  },
  { additionalProperties: false },
);
export type LookupQuery = Static<typeof LookupQuery>;

/** Somebody who answers for a grid; `phone` is null where the asker may not see it. */
export const Warden = Type.Object(
  {
    name: Type.String(),
    phone: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
    role: Type.String(),
  },
  { title: 'Warden' },
);
export type Warden = Static<typeof Warden>;

export const LookupAnswer = Type.Object(
  {
    grid: NamedCode,
    unit: NamedCode,
    district: NamedCode,
    generation: Type.Integer(),
    wardens: Type.Array(Warden),
    border: Type.Object({
      distanceMetres: Type.Number(),
      /** The grid behind the nearest border; null where that border is the district's own. */
      neighbour: Type.Union([NamedCode, Type.Null()]),
    }),
    /** True when the nearest border is within the accuracy given. */
    uncertain: Type.Boolean(),
  },
  { title: 'LookupAnswer' },
);
export type LookupAnswer = Static<typeof LookupAnswer>;

/** The member `nearest` of the problem `outside-coverage`. */
export interface NearestGrid {
  grid: NamedCode;
  distanceMetres: number;
}

export const BATCH_LIMIT = 10_000;

export const BatchRequest = Type.Object(
  {
    points: Type.Array(
      Type.Object(
        { id: Type.Optional(Type.Union([Type.String(), Type.Number()])), lng: Type.Number(), lat: Type.Number() },
        { additionalProperties: false },
      ),
      { description: `At most ${BATCH_LIMIT}` },
    ),
    crs: Type.Optional(Crs),
    at: Type.Optional(Moment),
  },
  { title: 'BatchRequest', additionalProperties: false },
);
export type BatchRequest = Static<typeof BatchRequest>;

/** One result per point, in order; `id` is the point's own or its index. */
export const BatchResult = Type.Object(
  {
    id: Type.Union([Type.String(), Type.Number()]),
    code: Type.Optional(Type.String()),
    error: Type.Optional(Type.String()),
  },
  { title: 'BatchResult' },
);

export const BatchAnswer = Type.Object(
  { generation: Type.Integer(), results: Type.Array(BatchResult) },
  { title: 'BatchAnswer' },
);
export type BatchAnswer = Static<typeof BatchAnswer>;
