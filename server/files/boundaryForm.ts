import type { FileDescription } from '../core/coverage/intake/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { FormFile } from '../core/formParts.ts';
import type { BoundaryFiles } from './boundaryFiles.ts';
import type { FileContent, FileWish } from './content.ts';

/** A file that was read: its areas, and what is to be said of it. */
export interface ReadFile {
  features: GeoJSON.FeatureCollection;
  description: FileDescription;
}

/** A file that was read and goes on to another thread. */
export interface ReadPacked {
  packed: Uint8Array;
  description: FileDescription;
}

/** The areas of one of the form's files; a refusal of it says which file it was and where in it. */
export function readFile(files: BoundaryFiles, part: string, file: FormFile, wish: FileWish = {}): Promise<ReadFile> {
  return placed(part, async () => {
    const { features, ...rest } = await files.readFeatures(file.bytes, file.name, wish);
    return { features, description: describe(rest, part) };
  });
}

/** The same without unpacking the areas here. */
export function readPackedFile(
  files: BoundaryFiles,
  part: string,
  file: FormFile,
  wish: FileWish = {},
): Promise<ReadPacked> {
  return placed(part, async () => {
    const { packed, rest } = await files.readPacked(file.bytes, file.name, wish);
    return { packed, description: describe(rest, part) };
  });
}

async function placed<T>(part: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'unavailable') throw error;
    const { code, detail, errors, members } = error;
    const places = errors.map(({ path, message }) => ({ path: `/${part}${path}`, message }));
    throw new Fault(code, detail, places.length > 0 ? places : [{ path: `/${part}`, message: detail }], { ...members });
  }
}

/** Parts of a form whose areas are one outline: what codes they have is of no interest. */
const OUTLINES: readonly string[] = ['parent', 'district'];

function describe(content: Omit<FileContent, 'features'>, part: string): FileDescription {
  const { format, declaredCrs, layer, layers, keys, columns } = content;
  const notes = content.notes.filter(({ note }) => !OUTLINES.includes(part) || !note.startsWith('codes-'));
  return {
    format,
    ...(declaredCrs === undefined ? {} : { declaredCrs }),
    ...(layer === undefined ? {} : { layer }),
    layers,
    ...(keys.code === undefined ? {} : { codeColumn: keys.code }),
    ...(keys.name === undefined ? {} : { nameColumn: keys.name }),
    columns,
    notes: notes.map((note) => ({ ...note, part })),
  };
}
