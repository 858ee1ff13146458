import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import { DURABLE_START, DurableNodeFS, syncToDisk } from './embeddedDurability.ts';
import { exceptionsAsErrors } from './embeddedExceptions.ts';
import { type PostgresWord, PostgresWords } from './embeddedWords.ts';
import { fileTrouble } from './fileTrouble.ts';
import { SERVING_ROLE } from './scopes.ts';

/** Is told what PostgreSQL says of itself. */
type Hear = (word: PostgresWord) => void;

/** Every PostgreSQL folder has it; without it PGlite would make a new database over whatever there is. */
const MARK = 'PG_VERSION';

/** Thrown for a folder that holds something, but no database that could be opened; the message says why and what to do. */
export class ClusterUnfit extends Error {
  override readonly name = 'ClusterUnfit';
}

/**
 * Opens the database in a folder. Where there is none it is made beside and renamed when it is whole, so that a folder either holds a
 * database or nothing. Throws `ClusterUnfit` for one that holds something else.
 */
export async function openCluster(directory: string, hear: Hear = () => {}): Promise<PGlite> {
  if (isEmpty(directory)) await makeCluster(directory, hear);
  else if (!existsSync(join(directory, MARK)))
    throw new ClusterUnfit(
      `${directory} holds files but no ${MARK}, so it is no database or a damaged one. Nothing was changed. ` +
        'Restore a backup, or move the folder away to begin with an empty database.',
    );
  return open(directory, hear);
}

async function makeCluster(directory: string, hear: Hear): Promise<void> {
  const parent = dirname(directory);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent))
    if (name.startsWith(`${basename(directory)}.new-`)) rmSync(join(parent, name), { recursive: true, force: true });
  const beside = `${directory}.new-${process.pid}`;
  const session = await open(beside, hear);
  await session.close();
  syncTree(beside);
  rmSync(directory, { recursive: true, force: true });
  renameSync(beside, directory);
  syncToDisk(parent);
}

/** Opens the database in a folder, and hears what it says of itself from then on. */
async function open(directory: string, hear: Hear): Promise<PGlite> {
  const words = new PostgresWords(hear);
  try {
    return await create(directory, words);
  } catch (error) {
    if (words.last === null) throw error;
    const known = fileTrouble(words.last);
    throw new ClusterUnfit(
      known === null
        ? `PostgreSQL cannot open ${directory}: ${words.last}. Restore a backup, or move the folder away to begin with an empty database.`
        : `${directory} cannot be used: ${known}.`,
      { cause: error },
    );
  }
}

const isEmpty = (directory: string): boolean => !existsSync(directory) || readdirSync(directory).length === 0;

function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncToDisk(path);
  }
  syncToDisk(directory);
}

async function create(directory: string, words: PostgresWords): Promise<PGlite> {
  const session = await PGlite.create({
    fs: new DurableNodeFS(directory),
    startParams: DURABLE_START,
    extensions: { postgis, pg_trgm, exceptionsAsErrors, words: words.extension },
  });
  await session.exec(
    'SET client_min_messages TO warning; CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS pg_trgm;',
  );
  const { rows } = await session.query('SELECT FROM pg_roles WHERE rolname = $1', [SERVING_ROLE]);
  if (rows.length === 0) await session.exec(`CREATE ROLE ${SERVING_ROLE} NOLOGIN`);
  // The one session is the serving role for everybody; migrations become the owner for their transaction.
  await session.exec(`SET ROLE ${SERVING_ROLE}`);
  return session;
}
