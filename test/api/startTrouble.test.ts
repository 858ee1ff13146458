import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { lockDirectory } from '../../server/db/directoryLock.ts';
import { openEmbedded } from '../../server/db/embedded.ts';
import { silentLog } from '../../server/log/log.ts';
import { OwnDatabase } from './ownDatabase.ts';
import { TinyDisk } from './tinyDisk.ts';

/** The server and the commands, really started where they cannot work: each says why in one sentence and ends with an exit code. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const onServer = inject('databaseUrl') !== null;

const SERVER = ['server/main.ts'];
const COMMANDS = [
  ['server/commands/password.ts', 'admin'],
  ['server/commands/verifyAudit.ts'],
  ['server/commands/verifyPostgis.ts'],
  ['server/commands/backup.ts', join(tmpdir(), `gridwarden-never-${process.pid}.backup`)],
  ['server/commands/import.ts', '--grids', 'data/demo/grids.geojson'],
];

let folder: string;
/** A database that was made and closed. */
let made: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-start-'));
  made = join(folder, 'made');
  if (!onServer) await (await openEmbedded(made, silentLog)).close();
});
afterEach(() => rmSync(join(folder, 'bad'), { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  program: string;
  code: number;
  output: string;
  errors: string;
}

function run([program = '', ...args]: string[], environment: Record<string, string>): Promise<Ended> {
  const plain = { DATABASE_URL: '', DATA_DIR: join(folder, 'unused'), PORT: '0', DEMO: '0', LOG_LEVEL: 'warn' };
  const env = { ...process.env, ...plain, ...environment };
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env, timeout: 60_000 };
    execFile(process.execPath, ['--import', 'tsx', program, ...args], options, (error, output, errors) =>
      resolve({ program, code: error ? Number(error.code) : 0, output, errors }),
    );
  });
}

/** What everybody who is told has in common. */
function isOneSentence({ program, code, errors, output }: Ended, sentence: RegExp): void {
  expect([program, code], errors).toEqual([program, 1]);
  const told = errors.trim().split('\n');
  expect(told, errors).toHaveLength(1);
  expect(told[0]).toMatch(sentence);
  expect(errors + output).not.toMatch(/\n\s+at |Error:|secret-word/);
}

/** A copy of the database that was made, to be damaged. */
function copy(damage: (cluster: string) => void): Record<string, string> {
  const bad = join(folder, 'bad');
  cpSync(made, bad, { recursive: true });
  damage(join(bad, 'postgres', 'cluster'));
  return { DATA_DIR: bad };
}

describe.skipIf(onServer)('on the embedded database', () => {
  const control = (cluster: string) => join(cluster, 'global', 'pg_control');

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a file in the place of the folder',
      () => {
        writeFileSync(join(folder, 'bad'), '');
        return { DATA_DIR: join(folder, 'bad') };
      },
      /DATA_DIR.*there is a file in its place/,
    ],
    [
      'a folder below a file',
      () => {
        writeFileSync(join(folder, 'bad'), '');
        return { DATA_DIR: join(folder, 'bad', 'below') };
      },
      /DATA_DIR.*part of its path is a file/,
    ],
    [
      'a control file cut short',
      () => copy((cluster) => truncateSync(control(cluster), 100)),
      /does not start.*pg_control.*Restore a backup/,
    ],
    [
      'no control file',
      () => copy((cluster) => rmSync(control(cluster))),
      /does not start.*pg_control.*Restore a backup/,
    ],
    [
      'a control file of something else',
      () => copy((cluster) => writeFileSync(control(cluster), Buffer.alloc(8192, 7))),
      /does not start.*Restore a backup/,
    ],
    [
      'a database of another PostgreSQL',
      () => copy((cluster) => writeFileSync(join(cluster, 'PG_VERSION'), '17\n')),
      /does not start.*incompatible.*Restore a backup/,
    ],
    [
      'a log that is gone',
      () =>
        copy((cluster) => {
          for (const name of readdirSync(join(cluster, 'pg_wal')).filter((each) => each.startsWith('0')))
            rmSync(join(cluster, 'pg_wal', name));
        }),
      /does not start.*checkpoint.*Restore a backup/,
    ],
    [
      'a folder without PostgreSQL’s mark',
      () => copy((cluster) => rmSync(join(cluster, 'PG_VERSION'))),
      /no PG_VERSION.*Nothing was changed/,
    ],
  ])('%s', async (_what, prepare, sentence) => {
    isOneSentence(await run(SERVER, prepare()), sentence);
  });

  it('a folder that another process holds without serving from it', async () => {
    mkdirSync(join(folder, 'bad'));
    const unlock = lockDirectory(join(folder, 'bad', 'postgres.lock'));
    await expect(openEmbedded(join(folder, 'bad'), silentLog, 1_000)).rejects.toThrow(
      new RegExp(`held by process ${process.pid}, .*name another folder`),
    );
    unlock();
  });

  it('is told by the commands in the same words', async () => {
    const environment = copy((cluster) => truncateSync(control(cluster), 100));
    for (const command of COMMANDS)
      isOneSentence(await run(command, environment), /does not start.*pg_control.*Restore/);
  });

  it('a broken embedded.json of a server that was killed keeps nobody from starting', async () => {
    const environment = copy((cluster) =>
      writeFileSync(join(cluster, '..', '..', 'embedded.json'), '{"pid": 12, "por'),
    );
    expect(await run(['server/commands/verifyAudit.ts'], environment)).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^The database has no audit log of this version.*\n$/),
    });
  });
});

describe.skipIf(onServer || !TinyDisk.isPossible())('on a disk that', () => {
  let tiny: TinyDisk;
  beforeAll(() => {
    tiny = TinyDisk.make(96);
    cpSync(made, join(tiny.path, 'data'), { recursive: true });
  });
  afterAll(() => tiny.remove());
  const environment = () => ({ DATA_DIR: join(tiny.path, 'data') });

  it('is full', async () => {
    tiny.fill();
    isOneSentence(await run(SERVER, environment()), /DATA_DIR.*the disk is full/);
    isOneSentence(await run(COMMANDS[0] ?? [], environment()), /DATA_DIR.*the disk is full/);
    expect(existsSync(join(tiny.path, 'data', 'postgres.lock'))).toBe(false);
    tiny.clear();
  });

  it('can only be read', async () => {
    execFileSync('mount', ['-o', 'remount,ro', tiny.path]);
    isOneSentence(await run(SERVER, environment()), /DATA_DIR.*the disk can only be read/);
    isOneSentence(await run(COMMANDS[1] ?? [], environment()), /DATA_DIR.*the disk can only be read/);
    execFileSync('mount', ['-o', 'remount,rw', tiny.path]);
  });
});

describe.skipIf(!onServer)('on PostgreSQL', () => {
  let own: OwnDatabase;
  let url: URL;
  beforeAll(async () => {
    own = await OwnDatabase.make('start');
    url = new URL(own.url);
    url.password = 'secret-word';
  });
  afterAll(() => own.remove());

  const changed = (change: (url: URL) => void): Record<string, string> => {
    const other = new URL(url);
    change(other);
    return { DATABASE_URL: other.href };
  };

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a port where nobody listens',
      () => changed((other) => (other.port = '1')),
      /cannot be reached.*127\.0\.0\.1:1\/.*DATABASE_URL.*ECONNREFUSED/,
    ],
    [
      'a host that is not known',
      () => changed((other) => (other.hostname = 'database.invalid')),
      /name is not known.*database\.invalid.*DATABASE_URL/,
    ],
    [
      'a database that is not there',
      () => changed((other) => (other.pathname = '/not_there')),
      /not there under its name.*not_there/,
    ],
    [
      'an account that is not there',
      () => changed((other) => (other.username = 'nobody_at_all')),
      /refuses the account or the password.*nobody_at_all/,
    ],
    [
      'TLS that the server does not speak',
      () => changed((other) => (other.search = '?sslmode=verify-full')),
      /refuses the account|does not let.*SSL/,
    ],
  ])('%s is told by the server and every command', async (_what, prepare, sentence) => {
    const all = await Promise.all([SERVER, ...COMMANDS].map((program) => run(program, prepare())));
    for (const ended of all) isOneSentence(ended, sentence);
  });

  it('a database without PostGIS, which the account cannot add', async () => {
    const bare = await OwnDatabase.make('bare', undefined, false);
    for (const program of [SERVER, ...COMMANDS.slice(0, 1)])
      isOneSentence(
        await run(program, { DATABASE_URL: bare.url }),
        /extension postgis is missing.*CREATE EXTENSION postgis/,
      );
    await bare.remove();
  });

  it('a database that can only be read', async () => {
    await own.run('ALTER DATABASE $ SET default_transaction_read_only = on');
    isOneSentence(await run(SERVER, { DATABASE_URL: url.href }), /can only be read/);
    await own.run('ALTER DATABASE $ RESET default_transaction_read_only');
  });
});

describe('the address', () => {
  it('that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const ended = await run(SERVER, { ...somewhere(), PORT: String(port) });
    other.close();
    isOneSentence(ended, /HOST, PORT.*EADDRINUSE/);
  });

  it('of a host that is not known is not taken for the database’s', async () => {
    isOneSentence(
      await run(SERVER, { ...somewhere(), HOST: 'nowhere.invalid', ALLOW_DEMO_BEYOND_LOOPBACK: '1' }),
      /HOST, PORT.*nowhere\.invalid/,
    );
  });

  /** A database that works. */
  const somewhere = (): Record<string, string> =>
    onServer ? { DATABASE_URL: inject('databaseUrl') ?? '' } : { DATA_DIR: made };
});

describe('a file for a command', () => {
  it('that is not there or is a folder is named', async () => {
    isOneSentence(
      await run(['server/commands/verify.ts', 'no.json', 'no.geojson'], {}),
      /no\.json cannot be used: it is not there/,
    );
    isOneSentence(await run(['server/commands/verify.ts', 'data', 'data'], {}), /data|folder/);
  });
});
