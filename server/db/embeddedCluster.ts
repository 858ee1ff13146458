import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { postgis } from '@electric-sql/pglite-postgis';
import { DURABLE_START, DurableNodeFS, syncToDisk } from './embeddedDurability.ts';
import { exceptionsAsErrors } from './embeddedExceptions.ts';

/** Every PostgreSQL folder has it; without it PGlite would make a new database over whatever there is. */
const MARK = 'PG_VERSION';

/** Thrown for a folder that holds something, but no database that could be opened. */
export class ClusterUnfit extends Error {
  override readonly name = 'ClusterUnfit';
}

/**
 * Opens the database in a folder. Where there is none it is made beside and renamed when it is whole, so that a folder either holds a
 * database or nothing. Throws `ClusterUnfit` for one that holds something else.
 */
export async function openCluster(directory: string): Promise<PGlite> {
  if (isEmpty(directory)) await makeCluster(directory);
  else if (!existsSync(join(directory, MARK)))
    throw new ClusterUnfit(
      `${directory} holds files but no ${MARK}, so it is no database or a damaged one. Nothing was changed. ` +
        'Restore a backup, or move the folder away to begin with an empty database.',
    );
  return open(directory);
}

async function makeCluster(directory: string): Promise<void> {
  const parent = dirname(directory);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent))
    if (name.startsWith(`${basename(directory)}.new-`)) rmSync(join(parent, name), { recursive: true, force: true });
  const beside = `${directory}.new-${process.pid}`;
  const session = await open(beside);
  await session.close();
  syncTree(beside);
  rmSync(directory, { recursive: true, force: true });
  renameSync(beside, directory);
  syncToDisk(parent);
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

async function open(directory: string): Promise<PGlite> {
  const session = await PGlite.create({
    fs: new DurableNodeFS(directory),
    startParams: DURABLE_START,
    extensions: { postgis, pg_trgm, exceptionsAsErrors },
  });
  await session.exec(
    'SET client_min_messages TO warning; CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS pg_trgm;',
  );
  return session;
}
