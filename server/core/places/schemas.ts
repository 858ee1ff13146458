import { type Static, Type } from 'typebox';
import { Crs } from '../coverage/schemas.ts';

/** The shapes of `/api/v1/places`. */

export const PlaceKind = Type.Enum(['business', 'address'] as const, {
  title: 'PlaceKind',
  description: 'Which places',
});
export type PlaceKind = Static<typeof PlaceKind>;

export const PlacesQuery = Type.Object(
  {
    kind: PlaceKind,
    within: Type.Optional(
      Type.String({
        pattern: '^[0-9]{2}([0-9]{2}){0,2}$',
        description: 'A district, unit or grid; default: the district',
      }),
    ),
    format: Type.Optional(Type.Literal('compact', { description: 'The form of the answer; there is one' })),
    crs: Type.Optional(Crs),
  },
  { additionalProperties: false },
);
export type PlacesQuery = Static<typeof PlacesQuery>;

/** Places as flat points `[longitude, latitude, weight]`, for sums of weight on a map. */
export const CompactPlaces = Type.Object(
  {
    kind: PlaceKind,
    count: Type.Integer(),
    points: Type.Array(Type.Array(Type.Number(), { minItems: 3, maxItems: 3 })),
  },
  { title: 'CompactPlaces' },
);
export type CompactPlaces = Static<typeof CompactPlaces>;

export const PlacesUploadQuery = Type.Object(
  { kind: PlaceKind, crs: Type.Optional(Crs) },
  { additionalProperties: false },
);
export type PlacesUploadQuery = Static<typeof PlacesUploadQuery>;

/** What an upload has put in place of what was there; `outside` of them lie in no grid of the generation in force. */
export const PlacesReplaced = Type.Object(
  {
    kind: PlaceKind,
    count: Type.Integer(),
    outside: Type.Integer(),
    version: Type.Integer(),
  },
  { title: 'PlacesReplaced' },
);
export type PlacesReplaced = Static<typeof PlacesReplaced>;
