import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PATIENCE_MS = 60_000;

/** The password of all accounts of a server under test. */
export const PASSWORD = 'a-password-for-tests';

/** The real service in a process of its own, as an operator runs it. */
export class ServerProcess {
  readonly port: number;
  readonly dataDir: string;
  /** What the process has said since it was launched. */
  output = '';
  #child: ChildProcess | null = null;

  private constructor(port: number, dataDir: string) {
    this.port = port;
    this.dataDir = dataDir;
  }

  static async in(dataDir: string): Promise<ServerProcess> {
    return new ServerProcess(await freePort(), dataDir);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return isAlive(this.pid);
  }

  /** The process of its embedded database. */
  get databasePid(): number {
    return (JSON.parse(readFileSync(join(this.dataDir, 'embedded.json'), 'utf8')) as { pid: number }).pid;
  }

  launch(environment: Record<string, string> = {}): ChildProcess {
    this.output = '';
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        DATABASE_URL: '',
        DATA_DIR: this.dataDir,
        PORT: String(this.port),
        GRIDWARDEN_ADMIN_PASSWORD: PASSWORD,
        DEMO: '0',
        LOG_LEVEL: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, to be signalled as a service manager does.
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child = child;
    return child;
  }

  /** Launches it and waits until it ends by itself; gives its exit code. */
  ended(environment: Record<string, string> = {}): Promise<number | null> {
    return new Promise((resolve) => this.launch(environment).once('exit', resolve));
  }

  async start(environment: Record<string, string> = {}): Promise<void> {
    const child = this.launch(environment);
    await this.until(() => {
      if (child.exitCode !== null) throw new Error(`The server ended. Output: ${this.output}`);
      return this.status('/readyz').then((status) => status === 200);
    }, 'the server to be ready');
  }

  /** Signals the process, or with `group` everything it has started too, and waits until it has ended. */
  async stop(signal: NodeJS.Signals, group = false): Promise<number | null> {
    const child = this.#child;
    if (child === null || !this.isRunning) return child?.exitCode ?? null;
    const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    process.kill(group ? -this.pid : this.pid, signal);
    return exited;
  }

  async until(condition: () => Promise<boolean> | boolean, what: string): Promise<void> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(50)) {
      if (await condition()) return;
    }
    throw new Error(`Waited in vain for ${what}. Output: ${this.output}`);
  }

  /** The status of a GET; 0 when there is no answer. */
  status(path: string): Promise<number> {
    return this.fetch(path).then(
      (answer) => answer.status,
      () => 0,
    );
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, { signal: AbortSignal.timeout(20_000), ...init });
  }

  signIn(username = 'admin'): Promise<Response> {
    return this.fetch('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
  }

  /** Signs in and gives the cookie. */
  async cookie(username = 'admin'): Promise<string> {
    const answer = await this.signIn(username);
    if (!answer.ok) throw new Error(`${username} could not sign in: ${answer.status}`);
    return String(answer.headers.get('set-cookie')).split(';', 1)[0] ?? '';
  }
}

export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
