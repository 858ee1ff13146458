import type { FileReason } from '../../core/coverage/intake/fileReasons.ts';

/** What a file is that is not read here, with what its sender can do. */
export interface ForeignContent {
  reason: FileReason;
  detail: string;
}

const FORMATS =
  'GeoJSON, TopoJSON, KML, FlatGeobuf, GeoPackage or a Shapefile (.shp, .shx, .dbf and .prj zipped together)';

const FOREIGN: Record<'picture' | 'pdf' | 'office' | 'cad' | 'other-archive' | 'table' | 'unknown-format', string> = {
  picture: `This is a picture. Boundaries are read from map data: please ask for ${FORMATS}.`,
  pdf: `This is a PDF. Boundaries are read from map data: please ask for ${FORMATS}.`,
  office: `This is an office document. Boundaries are read from map data: please ask for ${FORMATS}.`,
  cad: `This is a CAD drawing. Please convert it in a GIS program to ${FORMATS}, with its coordinate system.`,
  'other-archive': 'This kind of archive is not unpacked. Please pack the files as .zip.',
  table: `This is a table. It has no areas: please send the boundaries as ${FORMATS}.`,
  'unknown-format': `This is none of the formats that are read: ${FORMATS}.`,
};

const foreign = (reason: keyof typeof FOREIGN): ForeignContent => ({ reason, detail: FOREIGN[reason] });

/** Beginnings of files, as Latin-1 text. */
const BEGINNINGS: [RegExp, keyof typeof FOREIGN][] = [
  [/^(\x89PNG|\xFF\xD8\xFF|GIF8|II\*\0|MM\0\*|BM....\0\0\0\0|RIFF....WEBP)/s, 'picture'],
  [/^%PDF/, 'pdf'],
  [/^\xD0\xCF\x11\xE0/, 'office'],
  [/^(AC10\d\d|\s*0\s*\r?\nSECTION)/, 'cad'],
  [/^(Rar!|7z\xBC\xAF|\x1F\x8B|BZh)/, 'other-archive'],
];

const SEPARATORS = [',', ';', '\t', '，'];

/** Do the first lines have the same number of columns, more than one? */
function isTable(text: string): boolean {
  const lines = text.split(/\r?\n/, 4).slice(0, 3);
  const whole = lines.filter((line) => line.trim() !== '');
  return SEPARATORS.some((separator) => {
    const counts = whole.map((line) => line.split(separator).length);
    return counts.length > 1 && counts.every((count) => count > 1 && count === counts[0]);
  });
}

/** What content is that is none of the formats read here; `text` is its beginning as text. */
export function recogniseForeign(bytes: Uint8Array, text: string): ForeignContent {
  const beginning = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const known = BEGINNINGS.find(([pattern]) => pattern.test(beginning));
  if (known) return foreign(known[1]);
  return foreign(!text.includes('\0') && isTable(text) ? 'table' : 'unknown-format');
}

export const OFFICE_DOCUMENT = foreign('office');
