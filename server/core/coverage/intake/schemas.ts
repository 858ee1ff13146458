import { type Static, Type } from 'typebox';
import { InputError } from '../../inputError.ts';
import { Crs, FaultShape, Features, ValidationReport } from '../schemas.ts';

/** The shapes of imports: what the service says of boundaries that were taken in. */

export const ImportStep = Type.Object(
  {
    step: Type.Enum(['datum', 'lattice', 'repair', 'fit', 'prove'] as const),
    counts: Type.Record(Type.String(), Type.Number()),
  },
  { title: 'ImportStep' },
);

/** What the service assumed because a file was not given. */
export const ImportNote = Type.Enum(
  [
    'outline-derived',
    'outline-in-force',
    'unit-as-grid',
    'district-as-grid',
    'units-from-codes',
    'codes-assigned',
  ] as const,
  { title: 'ImportNote' },
);

/** A layer of a file, with the number of its features that have an area. */
export const FileLayer = Type.Object(
  {
    name: Type.String(),
    areas: Type.Integer(),
    isUnreadable: Type.Optional(Type.Boolean()),
  },
  { title: 'FileLayer' },
);
export type FileLayer = Static<typeof FileLayer>;

/** A column of a file's attributes, with a few of its values, for a person to say which holds the codes. */
export const FileColumn = Type.Object(
  { name: Type.String(), samples: Type.Array(Type.String()) },
  { title: 'FileColumn' },
);
export type FileColumn = Static<typeof FileColumn>;

/**
 * What was left out of a file, changed in it or assumed of it. An `error` means that something the file holds is missing from what
 * was checked, so that no answer about the rest can be ok.
 */
export const FileNote = Type.Object(
  {
    note: Type.Enum([
      'layers-left-out',
      'features-left-out',
      'parts-left-out',
      'links-left-out',
      'heights-left-out',
      'codes-tidied',
      'codes-in-column',
      'codes-missing',
      'text-encoding',
      'curves-replaced',
      'units-full',
      'snaps-left-out',
      'datum-edge',
      'datum-doubtful',
      'datum-declared',
    ] as const),
    severity: Type.Enum(['note', 'error'] as const),
    /** The form's part whose file it is about. */
    part: Type.Optional(Type.String()),
    /** The same in English words. */
    message: Type.String(),
    count: Type.Optional(Type.Integer()),
    layer: Type.Optional(Type.String()),
    layers: Type.Optional(Type.Array(FileLayer)),
    /** The first few of the features concerned, by code, name or number in the file. */
    features: Type.Optional(Type.Array(Type.String())),
    examples: Type.Optional(Type.Array(Type.Object({ before: Type.String(), after: Type.String() }))),
    column: Type.Optional(Type.String()),
    /** The datum that fits better, and how far the borders lie from the district's outline in it and in the one assumed. */
    crs: Type.Optional(Crs),
    metres: Type.Optional(Type.Number()),
    assumedMetres: Type.Optional(Type.Number()),
    at: Type.Optional(Type.Unsafe<GeoJSON.Geometry>({ type: 'object', additionalProperties: true })),
  },
  { title: 'FileNote' },
);
export type FileNote = Static<typeof FileNote>;

/** What was read from a file: its format, which of its layers and columns were taken, and what is to be said of it. */
export const FileDescription = Type.Object(
  {
    format: Type.String(),
    declaredCrs: Type.Optional(Type.String()),
    /** The layer taken, and all there are; none in formats that have no layers. */
    layer: Type.Optional(Type.String()),
    layers: Type.Array(FileLayer),
    codeColumn: Type.Optional(Type.String()),
    nameColumn: Type.Optional(Type.String()),
    columns: Type.Array(FileColumn),
    notes: Type.Array(FileNote),
  },
  { title: 'FileDescription' },
);
export type FileDescription = Static<typeof FileDescription>;

export const ImportReport = Type.Object(
  {
    ok: Type.Boolean(),
    steps: Type.Array(ImportStep),
    notes: Type.Array(ImportNote),
    /** What was left out of the files, changed in them or assumed of them; reports from before there were such notes have none. */
    fileNotes: Type.Optional(Type.Array(FileNote)),
    faults: Type.Array(FaultShape),
    truncated: Type.Boolean(),
    counts: Type.Object({
      grids: Type.Integer(),
      units: Type.Integer(),
      gaps: Type.Integer(),
      overlaps: Type.Integer(),
    }),
    areaSquareMetres: Type.Number(),
    mandatedAreaSquareMetres: Type.Number(),
  },
  { title: 'ImportReport' },
);
export type ImportReport = Static<typeof ImportReport>;

/** The check of a file: the report, the areas as they were read, and what was read from the file and the outline's. */
export const CheckedFile = Type.Intersect(
  [
    ValidationReport,
    Type.Object({
      features: Features,
      file: FileDescription,
      parent: Type.Union([FileDescription, Type.Null()]),
      notes: Type.Array(FileNote),
    }),
  ],
  { title: 'CheckedFile' },
);
export type CheckedFile = Static<typeof CheckedFile>;

export const ImportState = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    /** `running` has no report yet; `faulty` cannot be published. */
    state: Type.Enum(['running', 'ready', 'faulty', 'failed', 'published'] as const),
    createdAt: Type.String({ format: 'date-time' }),
    createdBy: Type.String(),
    /** While running: the step it is in. */
    step: Type.Optional(Type.String()),
    report: Type.Optional(ImportReport),
    /** Why it failed: a code of the problems, words for people, and the places, by form part and place in its file. */
    code: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String()),
    errors: Type.Optional(Type.Array(InputError)),
    generation: Type.Optional(Type.Integer()),
  },
  { title: 'Import' },
);
export type ImportState = Static<typeof ImportState>;
export const ImportList = Type.Object({ imports: Type.Array(ImportState) }, { title: 'ImportList' });
