import { type Static, Type } from 'typebox';
import type { Level as CodeLevel } from '../codes/codes.ts';
import { SecondOpinion } from './secondOpinion.ts';

/** The shapes of the coverage API (docs: api.md): the server validates with them, the browser is typed by them. */

/** When a generation is asked for: a time with its zone, or a day, which stands for its end in China (UTC+8). */
export const Moment = Type.Unsafe<string>({
  type: 'string',
  anyOf: [{ format: 'date-time' }, { format: 'date' }],
  description: 'The generation in force then: a time with its zone, or a day, of which the end counts (UTC+8)',
});

export const Crs = Type.Enum(['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const, {
  title: 'Crs',
  description: 'The datum of positions that come in or go out',
});
export type Crs = Static<typeof Crs>;

export const Level = Type.Enum(['district', 'unit', 'grid'] as const, { title: 'Level' });
export type Level = CodeLevel;
/** As a parameter. */
const LevelAskedFor = Type.Enum(Level.enum, { title: 'Level', description: 'Which areas; default grid' });

export const GenerationNumber = Type.Integer({
  minimum: 1,
  maximum: 2_147_483_647,
  description: 'The number of a generation',
});

export const NamedCode = Type.Object(
  { code: Type.String(), name: Type.String() },
  { title: 'NamedCode', additionalProperties: false },
);
export type NamedCode = Static<typeof NamedCode>;

const Geometry = Type.Unsafe<GeoJSON.Geometry>({ type: 'object', additionalProperties: true });

export const FaultKind = Type.Enum(
  [
    'not-simple',
    'overlap',
    'gap',
    'outside-parent',
    'unmatched-vertex',
    'duplicate',
    'wrong-parent',
    'multi-part',
  ] as const,
  { title: 'FaultKind' },
);

export const FaultShape = Type.Object(
  {
    kind: FaultKind,
    severity: Type.Enum(['error', 'warning'] as const),
    grids: Type.Array(Type.String()),
    at: Geometry,
    areaSquareMetres: Type.Optional(Type.Number()),
    message: Type.String(),
    /** Of a vertex on one side only: the ground that it makes, where it stands beside the other side's edge. */
    sliver: Type.Optional(Type.Object({ kind: FaultKind, grids: Type.Array(Type.String()), at: Geometry })),
    path: Type.Optional(Type.String({ description: 'A JSON pointer to the place in the input, where there is one' })),
  },
  { title: 'Fault' },
);

export const UnitSummary = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    gridCount: Type.Integer(),
    areaSquareMetres: Type.Number(),
  },
  { title: 'Unit' },
);

export const CoverageSummary = Type.Object(
  {
    district: NamedCode,
    generation: Type.Integer(),
    effectiveAt: Type.String({ format: 'date-time' }),
    gridCount: Type.Integer(),
    areaSquareMetres: Type.Number(),
    units: Type.Array(UnitSummary),
    proof: Type.Object({
      ok: Type.Boolean(),
      vertices: Type.Integer(),
      edges: Type.Integer(),
      sha256: Type.String(),
      outlineSha256: Type.String(),
      /** Where the district is not what the mandated outline holds, when an earlier version published it; the first hundred. */
      outlineFaults: Type.Array(FaultShape),
      /** PostGIS's own verdict; null until it has been given. */
      secondOpinion: Type.Union([SecondOpinion, Type.Null()]),
    }),
  },
  { title: 'Coverage' },
);
export type CoverageSummary = Static<typeof CoverageSummary>;

/** Properties of a feature in `GET /coverage/areas`. `neighbours` are the codes behind shared borders, at the same level. */
export const AreaProperties = Type.Object(
  {
    code: Type.String(),
    name: Type.String(),
    level: Level,
    areaSquareMetres: Type.Number(),
    revision: Type.Integer(),
    neighbours: Type.Array(Type.String()),
  },
  { title: 'AreaProperties' },
);
export type AreaProperties = Static<typeof AreaProperties>;

export const AreasQuery = Type.Object(
  {
    level: Type.Optional(LevelAskedFor),
    within: Type.Optional(
      Type.String({ pattern: '^[0-9]{2}([0-9]{2}){0,2}$', description: 'Only in this district, unit or grid' }),
    ),
    at: Type.Optional(Moment),
    generation: Type.Optional(GenerationNumber),
    crs: Type.Optional(Crs),
  },
  { additionalProperties: false },
);
export type AreasQuery = Static<typeof AreasQuery>;

/** `GET /coverage/export` and `/plans/:id/export`: the format of the file, its level and its datum. */
export const ExportQuery = Type.Object(
  {
    format: Type.Optional(
      Type.Enum(['geojson', 'gpkg', 'shp', 'kml'] as const, {
        title: 'BoundaryFormat',
        description: 'The format of the file; default geojson',
      }),
    ),
    level: Type.Optional(LevelAskedFor),
    crs: Type.Optional(Crs),
    at: Type.Optional(Moment),
    generation: Type.Optional(GenerationNumber),
  },
  { additionalProperties: false },
);
export type ExportQuery = Static<typeof ExportQuery>;

/** A boundary file, by the format asked for. */
const FileBytes = Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' });
export const BOUNDARY_FILE = {
  description: 'The file',
  content: {
    'application/geo+json': { schema: FileBytes },
    'application/geopackage+sqlite3': { schema: FileBytes },
    'application/zip': { schema: FileBytes },
    'application/vnd.google-earth.kml+xml': { schema: FileBytes },
  },
};

export const AreaCollection = Type.Object(
  {
    type: Type.Literal('FeatureCollection'),
    generation: Type.Integer(),
    features: Type.Array(
      Type.Object({
        type: Type.Literal('Feature'),
        id: Type.String(),
        properties: AreaProperties,
        geometry: Geometry,
      }),
    ),
  },
  { title: 'AreaCollection' },
);
export type AreaCollection = Static<typeof AreaCollection>;

/** The outline of a district as the government gave it: one feature. */
export const GivenOutline = Type.Object(
  {
    type: Type.Literal('FeatureCollection'),
    features: Type.Array(
      Type.Object({
        type: Type.Literal('Feature'),
        properties: Type.Object({ code: Type.String(), name: Type.String() }),
        geometry: Geometry,
      }),
    ),
  },
  { title: 'GivenOutline' },
);
export type GivenOutline = Static<typeof GivenOutline>;

export const ValidationReport = Type.Object(
  {
    ok: Type.Boolean(),
    faults: Type.Array(FaultShape),
    /** True where there are more faults than are listed. */
    truncated: Type.Boolean(),
    counts: Type.Object({
      grids: Type.Integer(),
      vertices: Type.Integer(),
      gaps: Type.Integer(),
      overlaps: Type.Integer(),
    }),
  },
  { title: 'ValidationReport' },
);
export type ValidationReport = Static<typeof ValidationReport>;

/** `POST /coverage/validate`. The geometry is checked by hand afterwards, so that a refusal can name the very coordinate. */
export const ValidationRequest = Type.Object(
  {
    parent: Type.Optional(
      Type.Unknown({ description: 'Polygon or MultiPolygon (or a Feature of one): the mandated outline' }),
    ),
    features: Type.Unknown({
      description: 'FeatureCollection of Polygons and MultiPolygons; `properties.code` names a grid',
    }),
    crs: Type.Optional(Crs),
  },
  { title: 'ValidationRequest', additionalProperties: false },
);

export const GenerationSummary = Type.Object(
  {
    generation: Type.Integer(),
    effectiveAt: Type.String({ format: 'date-time' }),
    publishedAt: Type.String({ format: 'date-time' }),
    publishedBy: Type.String(),
    note: Type.String(),
    gridCount: Type.Integer(),
    sha256: Type.String(),
    secondOpinion: Type.Union([SecondOpinion, Type.Null()]),
  },
  { title: 'Generation' },
);
export type GenerationSummary = Static<typeof GenerationSummary>;
export const GenerationList = Type.Object({ generations: Type.Array(GenerationSummary) }, { title: 'GenerationList' });
export type GenerationList = Static<typeof GenerationList>;

/** One level of a certificate: what was hashed, how much of it there was. */
export const CertificateLevel = Type.Object(
  {
    level: Level,
    count: Type.Integer(),
    vertices: Type.Integer(),
    /** Twice the area in square lattice units, exact, as a decimal string. */
    doubledAreaUnits: Type.String(),
    sha256: Type.String(),
  },
  { title: 'CertificateLevel' },
);

export const Certificate = Type.Object(
  {
    /** In the first form `outlineSha256` is of the outline with the points put on it; in the second of the outline as given. */
    format: Type.Enum(['gridwarden-certificate-1', 'gridwarden-certificate-2'] as const),
    district: NamedCode,
    generation: Type.Integer(),
    effectiveAt: Type.String(),
    outlineSha256: Type.String(),
    /** Edges of the given outline with the points put on them, `[ax, ay, …, bx, by]` in units of 10⁻⁷ degrees. */
    outlineInsertions: Type.Optional(Type.Array(Type.Array(Type.Integer()))),
    levels: Type.Array(CertificateLevel),
    areaSquareMetres: Type.Number(),
    previousSha256: Type.Union([Type.String(), Type.Null()]),
    /** The newest entry of the audit log when it was made: whoever keeps the certificate can show later that nothing before was changed. */
    auditHead: Type.Optional(Type.Object({ sequence: Type.Integer(), sha256: Type.String() })),
    sha256: Type.String(),
  },
  { title: 'Certificate' },
);
export type Certificate = Static<typeof Certificate>;

/** How two generations differ, by the grids' codes. */
export const GridDifference = Type.Object(
  {
    created: Type.Array(Type.String()),
    retired: Type.Array(Type.String()),
    /** Same code, and ground has passed; `formerName` where the name is another too. */
    reshaped: Type.Array(
      Type.Object({
        code: Type.String(),
        formerName: Type.Optional(Type.String()),
        doubledAreaUnitsBefore: Type.String(),
        doubledAreaUnitsAfter: Type.String(),
      }),
    ),
    /** Nothing but the name is another. */
    renamed: Type.Array(Type.Object({ code: Type.String(), before: Type.String(), after: Type.String() })),
    /** No ground has passed: only corners came or went where a border next door ends. */
    touched: Type.Array(Type.String()),
    /** What passed from which grid to which; null is nobody's ground. */
    passages: Type.Array(
      Type.Object({
        from: Type.Union([Type.String(), Type.Null()]),
        to: Type.Union([Type.String(), Type.Null()]),
        areaSquareMetres: Type.Number(),
        doubledAreaUnits: Type.String(),
        rounding: Type.Boolean(),
      }),
    ),
  },
  { title: 'GridDifference' },
);
export type GridDifference = Static<typeof GridDifference>;

/** The history of a grid's ground: each entry a code that came about in a generation, and the codes it was made of. */
export const Lineage = Type.Object(
  {
    code: Type.String(),
    entries: Type.Array(
      Type.Object({
        generation: Type.Integer(),
        effectiveAt: Type.String({ format: 'date-time' }),
        note: Type.String(),
        code: Type.String(),
        from: Type.Array(Type.String()),
        /** How much of it came from each; together the grid's area then. */
        donors: Type.Array(Type.Object({ code: Type.String(), areaSquareMetres: Type.Number() })),
      }),
    ),
  },
  { title: 'Lineage' },
);
export type Lineage = Static<typeof Lineage>;

/** Any features, for answers whose properties the route's description tells. */
export const Features = Type.Object(
  {
    type: Type.Literal('FeatureCollection'),
    features: Type.Array(
      Type.Object({
        type: Type.Literal('Feature'),
        properties: Type.Record(Type.String(), Type.Unknown()),
        geometry: Geometry,
      }),
    ),
  },
  { title: 'FeatureCollection' },
);
