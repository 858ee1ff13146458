import { type Config, isLoopback } from './config.ts';
import { DEMO_USERNAMES, type FirstStart } from './people/service.ts';

/** A reason not to start that the operator can do something about. */
export class FatalStart extends Error {
  override readonly name = 'FatalStart';
}

/** A line for the person who started the process, beside the log. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Says where the service is and, the first time, how to sign in. */
export function greet(url: string, config: Config, first: FirstStart | null): void {
  const lines = [`Gridwarden 网格管家 is running: ${url.replace('127.0.0.1', 'localhost')}`];
  if (first !== null) {
    lines.push('', 'Sign in as:  admin');
    lines.push(`Password:    ${first.madeUpPassword ?? 'the one in GRIDWARDEN_ADMIN_PASSWORD'}`);
    if (first.madeUpPassword !== null) lines.push('             (shown this once; change it after signing in)');
    if (first.weakness !== null)
      lines.push(`             It ${first.weakness}.`, '             Change it after signing in.');
    if (first.demoAccounts) lines.push('', `Demo accounts with the same password: ${DEMO_USERNAMES.join(', ')}`);
  }
  if ('hops' in config.trustProxy && !isLoopback(config.host)) {
    lines.push(
      '',
      `TRUST_PROXY counts proxies, but HOST=${config.host} lets others of a private network connect without one,`,
      'who could then invent addresses. Better name the proxy there: TRUST_PROXY=10.0.0.5',
    );
  }
  lines.push(
    '',
    `Stop with Ctrl+C. Data: ${config.databaseUrl === null ? config.dataDir : 'the server of DATABASE_URL'}`,
  );
  const width = Math.max(...lines.map((line) => line.length)) + 2;
  say(['', '─'.repeat(width), ...lines.map((line) => ` ${line}`), '─'.repeat(width), ''].join('\n'));
}

/** Shows a made-up password that would be lost otherwise, when the first start fails after the accounts were made. */
export function sayPassword(first: FirstStart | null): void {
  if (first?.madeUpPassword == null) return;
  say(`The administrator “admin” has been made, with the password ${first.madeUpPassword}`);
}
