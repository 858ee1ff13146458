import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterUnfit, openCluster } from '../../../server/db/embeddedCluster.ts';
import { DURABLE_START, DurableNodeFS, type Sync, syncToDisk } from '../../../server/db/embeddedDurability.ts';

/**
 * A disk that a power cut leaves with what was synced and nothing else: of every file it keeps the content it had when it was last
 * synced. Names are taken to be on the disk at once. Files are told apart by their inode, since PostgreSQL renames them.
 */
class Disk {
  readonly #kept: string;
  syncs = 0;

  constructor(directory: string, kept: string) {
    this.#kept = kept;
    mkdirSync(kept);
    for (const path of filesIn(directory)) this.#keep(path);
  }

  readonly sync: Sync = (path, descriptor) => {
    syncToDisk(path, descriptor);
    this.syncs++;
    if (descriptor !== undefined) this.#keep(path);
  };

  /** What is there when the power comes back. */
  afterPowerCut(directory: string, target: string): string {
    mkdirSync(target, { recursive: true, mode: 0o700 });
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const [from, to] = [join(directory, entry.name), join(target, entry.name)];
      if (entry.isDirectory()) this.afterPowerCut(from, to);
      else if (existsSync(this.#placeOf(from))) copyFileSync(this.#placeOf(from), to);
      else writeFileSync(to, '');
    }
    return target;
  }

  #keep(path: string): void {
    copyFileSync(path, this.#placeOf(path));
  }

  #placeOf(path: string): string {
    return join(this.#kept, String(statSync(path).ino));
  }
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? filesIn(path) : [path];
  });

let folder: string;
let made: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-power-'));
  made = join(folder, 'postgres', 'cluster');
  await (await openCluster(made)).close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Rows committed one by one before and after a checkpoint; gives how many were acknowledged. */
async function work(session: PGlite): Promise<number> {
  await session.exec('CREATE TABLE kept (id int PRIMARY KEY, text text)');
  let acknowledged = 0;
  const commit = async () => {
    await session.query("INSERT INTO kept VALUES ($1, repeat('x', 500))", [acknowledged]);
    acknowledged++;
  };
  for (let i = 0; i < 40; i++) await commit();
  await session.exec('CHECKPOINT');
  for (let i = 0; i < 5; i++) await commit();
  await session.exec("UPDATE kept SET text = 'changed' WHERE id < 10");
  return acknowledged;
}

describe('the embedded database after a power cut', () => {
  it('has every row that was acknowledged, those before a checkpoint too', async () => {
    const disk = new Disk(made, join(folder, 'kept'));
    const session = await PGlite.create({ fs: new DurableNodeFS(made, disk.sync), startParams: DURABLE_START });
    const acknowledged = await work(session);
    // Each commit was synced by itself.
    expect(disk.syncs).toBeGreaterThan(acknowledged);
    const after = disk.afterPowerCut(made, join(folder, 'after', 'cluster'));
    await session.close();
    const recovered = await openCluster(after);
    await recovered.exec('RESET ROLE');
    const { rows } = await recovered.query<{ count: number; changed: number }>(
      "SELECT count(*)::int AS count, (count(*) FILTER (WHERE text = 'changed'))::int AS changed FROM kept",
    );
    await recovered.close();
    expect(rows).toEqual([{ count: acknowledged, changed: 10 }]);
  });
});

describe('the folder of the embedded database', () => {
  it('is refused, and left as it is, when it holds something else than a database', async () => {
    const damaged = join(folder, 'damaged', 'cluster');
    mkdirSync(join(damaged, 'base'), { recursive: true });
    writeFileSync(join(damaged, 'base', 'table'), 'rows');
    await expect(openCluster(damaged)).rejects.toThrow(ClusterUnfit);
    expect(filesIn(damaged)).toEqual([join(damaged, 'base', 'table')]);
  });

  it('holds no half-made database after a start that was broken off: that lies beside and is made anew', async () => {
    const parent = join(folder, 'broken');
    mkdirSync(join(parent, 'cluster.new-1', 'base'), { recursive: true });
    await (await openCluster(join(parent, 'cluster'))).close();
    expect(readdirSync(parent)).toEqual(['cluster']);
  });
});
