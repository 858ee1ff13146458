import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import { Fault } from '../core/fault.ts';
import { OFFICE_DOCUMENT } from './foreignContent.ts';
import { demandWithin } from './limits.ts';

/** A file in an archive that is of use here: its path, its name without folders, and its bytes. */
export interface ArchiveFile {
  path: string;
  name: string;
  bytes: Buffer;
}

/** Endings that matter; everything else in the archive is left packed. */
const WANTED = /\.(shp|shx|dbf|prj|cpg|gpkg|geojson|json|topojson|kml|fgb)$/i;
/** Small enough to be unpacked whatever it comes from: a table of zeros packs well. */
const ALWAYS_UNPACKED = 16 * 1024 * 1024;
/** What zip tools of other systems leave behind. */
const DEBRIS = /(^|\/)(__MACOSX\/|\._)/;

const damaged = (error: unknown): Fault =>
  unreadable(
    'truncated',
    `The archive is damaged or breaks off: ${error instanceof Error ? error.message : 'it cannot be read'}. Please pack or copy it again.`,
  );

function openZip(bytes: Buffer): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are decoded below: many Chinese archives hold GBK names without saying so.
    yauzl.fromBuffer(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(damaged(error));
      else resolve(zip);
    });
  });
}

/** All entries of the directory, without unpacking anything. */
function listEntries(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', (error) => reject(damaged(error)));
    zip.readEntry();
  });
}

function nameOf(entry: yauzl.Entry): string {
  const raw: unknown = entry.fileName;
  const bytes = Buffer.isBuffer(raw) ? raw : Buffer.from(String(raw));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(damaged(error));
      else resolve(stream);
    });
  });
}

async function unpack(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    for await (const part of await openEntry(zip, entry)) parts.push(part as Buffer);
  } catch (error) {
    throw error instanceof Fault ? error : damaged(error);
  }
  return Buffer.concat(parts);
}

/**
 * Unpacks the files of an archive that may hold boundaries. The directory is read first: too many entries, or more bytes than
 * allowed by their own declaration, are refused before anything is unpacked, and an entry that is larger than it declares stops
 * the unpacking (`too-large`, `unreadable-file`).
 */
export async function unpackArchive(bytes: Buffer): Promise<ArchiveFile[]> {
  const zip = await openZip(bytes);
  demandWithin('zipEntries', zip.entryCount);
  const entries = await listEntries(zip);
  demandWithin('zipEntries', entries.length);
  if (entries.some((entry) => nameOf(entry) === '[Content_Types].xml'))
    throw unreadable(OFFICE_DOCUMENT.reason, OFFICE_DOCUMENT.detail);
  const wanted = entries.flatMap((entry) => {
    const path = nameOf(entry).replaceAll('\\', '/');
    return WANTED.test(path) && !DEBRIS.test(path)
      ? [{ entry, path, name: path.slice(path.lastIndexOf('/') + 1) }]
      : [];
  });
  const unpacked = wanted.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
  demandWithin('unzippedBytes', unpacked);
  if (unpacked > ALWAYS_UNPACKED) demandWithin('unzipRatio', Math.ceil(unpacked / bytes.length));
  if (wanted.some(({ entry }) => entry.isEncrypted())) {
    throw unreadable('password', 'The archive is protected with a password. Please send it without one.');
  }
  const files: ArchiveFile[] = [];
  for (const { entry, path, name } of wanted) files.push({ path, name, bytes: await unpack(zip, entry) });
  return files;
}
