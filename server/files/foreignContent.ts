import type { FileReason } from '../core/coverage/intake/fileReasons.ts';

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

/** How files begin, in Latin-1. */
const BEGINNINGS: [string, keyof typeof FOREIGN][] = [
  ['\u0089PNG', 'picture'],
  ['\u00FF\u00D8\u00FF', 'picture'],
  ['GIF8', 'picture'],
  ['II*\0', 'picture'],
  ['MM\0*', 'picture'],
  ['%PDF', 'pdf'],
  ['\u00D0\u00CF\u0011\u00E0', 'office'],
  ['AC10', 'cad'],
  ['Rar!', 'other-archive'],
  ['7z\u00BC\u00AF', 'other-archive'],
  ['\u001F\u008B', 'other-archive'],
  ['BZh', 'other-archive'],
];

/** Signatures with a gap: the length of the file lies within them. */
const isPicture = (beginning: string): boolean =>
  (beginning.startsWith('RIFF') && beginning.startsWith('WEBP', 8)) ||
  (beginning.startsWith('BM') && beginning.startsWith('\0\0\0\0', 6));

/** A drawing exchange file: pairs of a group's number and its value, the first of them this. */
const DRAWING_EXCHANGE = /^\s*0\s*\r?\nSECTION/;

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
  const known = BEGINNINGS.find(([start]) => beginning.startsWith(start));
  if (known) return foreign(known[1]);
  if (isPicture(beginning)) return foreign('picture');
  if (DRAWING_EXCHANGE.test(text)) return foreign('cad');
  return foreign(!text.includes('\0') && isTable(text) ? 'table' : 'unknown-format');
}

export const OFFICE_DOCUMENT = foreign('office');
