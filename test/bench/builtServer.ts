import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PASSWORD = 'a-password-for-the-bench';
const PATIENCE_SECONDS = 180;
/** So long PostGIS may take over its opinion on a district. */
const PATIENCE_WITH_POSTGIS_SECONDS = 600;

/** The server as it is shipped, in a process of its own. */
export interface BuiltServer {
  port: number;
  pid: number | undefined;
  /** Signs an account in and gives the cookie. */
  signIn(username: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts `dist/server/main.js` and waits until it is ready. Throws when it ends or takes too long. */
export async function startBuilt(environment: Record<string, string>): Promise<BuiltServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      GRIDWARDEN_ADMIN_PASSWORD: PASSWORD,
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: 'ignore',
  });
  const removeData = () => rmSync(dataDir, { recursive: true, force: true });
  const kill = () => {
    child.kill();
    removeData();
  };
  process.once('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    await stopProcess(child);
    removeData();
  };
  try {
    await readiness(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, pid: child.pid, signIn: (username) => signIn(port, username), stop };
}

/** Waits for PostGIS's opinion on what was published: several districts judged at once would hold the processors while others are measured. */
export async function untilJudged(server: BuiltServer): Promise<void> {
  const headers = { cookie: await server.signIn('admin') };
  for (let tries = 0; tries < PATIENCE_WITH_POSTGIS_SECONDS; tries++) {
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/coverage`, { headers });
    const { proof } = (await answer.json()) as { proof: { secondOpinion: { ok: boolean } | null } };
    if (proof.secondOpinion?.ok) return;
    if (proof.secondOpinion) throw new Error('PostGIS does not agree with the district of the bench');
    await sleep(1_000);
  }
  throw new Error(`PostGIS gave no opinion within ${PATIENCE_WITH_POSTGIS_SECONDS} s`);
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Asks a process to end and waits until it has. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function readiness(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < PATIENCE_SECONDS * 4; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode} before it was ready`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (ready?.ok) return;
    await sleep(250);
  }
  throw new Error(`the server was not ready within ${PATIENCE_SECONDS} s`);
}

async function signIn(port: number, username: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in: ${answer.status}`);
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}
