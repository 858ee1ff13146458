import { type Static, type TProperties, Type } from 'typebox';
import { areaCollection, GroundSchema } from '../../geometry/geometrySchema.ts';

/** The shapes of edits (docs: api.md, Plans): the server validates with them, the browser is typed by them. */

export const Position = Type.Array(Type.Number(), { minItems: 2, maxItems: 3, description: '[longitude, latitude]' });

/** A line as positions or as a GeoJSON LineString. A line whose last position is its first is closed. */
export const Line = Type.Union(
  [
    Type.Array(Position, { minItems: 2, maxItems: 5_000 }),
    Type.Object(
      { type: Type.Literal('LineString'), coordinates: Type.Array(Position, { minItems: 2, maxItems: 5_000 }) },
      { additionalProperties: false },
    ),
  ],
  { title: 'Line' },
);
export type Line = Static<typeof Line>;

const GridCode = Type.String({ pattern: '^[0-9]{6}$' });
const UnitCode = Type.String({ pattern: '^[0-9]{4}$' });
const GridName = Type.String({ minLength: 1, maxLength: 100, format: 'visible-name' });
const CodePair = Type.Array(GridCode, { minItems: 2, maxItems: 2 });

/** The revisions the sender has seen: an edit of a grid that has moved on since is refused with 409 `stale`. */
const base = Type.Optional(Type.Record(Type.String(), Type.Integer()));
const op = <T extends string, P extends TProperties>(name: T, members: P) =>
  Type.Object(
    { op: Type.Literal(name), ...members, base },
    {
      title: `${name.charAt(0).toUpperCase()}${name.slice(1)}Edit`,
      additionalProperties: false,
    },
  );

/** One schema for each edit verb, by its name. */
export const EDIT_SCHEMAS = {
  split: op('split', {
    grid: GridCode,
    line: Line,
    names: Type.Optional(Type.Array(GridName, { maxItems: 99 })),
    snapMetres: Type.Optional(Type.Number({ minimum: 0, maximum: 50 })),
  }),
  merge: op('merge', { grids: Type.Array(GridCode, { minItems: 2, maxItems: 99 }), keep: GridCode }),
  moveVertices: op('moveVertices', {
    moves: Type.Array(Type.Object({ from: Position, to: Position }, { additionalProperties: false }), {
      minItems: 1,
      maxItems: 10_000,
    }),
  }),
  insertVertex: op('insertVertex', { on: Type.Array(Position, { minItems: 2, maxItems: 2 }), at: Position }),
  deleteVertex: op('deleteVertex', { at: Position }),
  redrawBorder: op('redrawBorder', {
    between: Type.Union([CodePair, Type.Array(Position, { minItems: 2, maxItems: 2 })]),
    path: Line,
    snapMetres: Type.Optional(Type.Number({ minimum: 0, maximum: 50 })),
  }),
  transfer: op('transfer', { from: GridCode, to: GridCode, area: GroundSchema }),
  simplifyBorder: op('simplifyBorder', {
    between: CodePair,
    toleranceMetres: Type.Number({ minimum: 0, maximum: 10_000 }),
  }),
  assignUnit: op('assignUnit', { grid: GridCode, unit: UnitCode }),
  rename: op('rename', { grid: GridCode, name: GridName }),
  fillGap: op('fillGap', { gap: GroundSchema, to: GridCode }),
  trimOverlap: op('trimOverlap', { overlap: GroundSchema, from: GridCode }),
  trimOutside: op('trimOutside', { outside: GroundSchema, from: GridCode }),
  matchVertex: op('matchVertex', { at: Position }),
  repairArea: op('repairArea', { grid: GridCode }),
  replace: op('replace', {
    put: areaCollection('FeatureCollection with `code` and `name`'),
    remove: Type.Array(GridCode, { maxItems: 10_000 }),
  }),
};

/** An edit as it is sent: a verb with its arguments, positions in degrees of WGS84. */
export type Edit = Static<(typeof EDIT_SCHEMAS)[keyof typeof EDIT_SCHEMAS]>;
export type Op = Edit['op'];
export const OPS = Object.keys(EDIT_SCHEMAS) as Op[];
