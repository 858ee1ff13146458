import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Row, tableOf } from './measure.ts';

/**
 * `npm run bench:against -- <commit> [part …]`: parts of the bench on this checkout and on another commit, taking turns, so that whatever
 * else the machine does meets both. The other commit is measured by its own bench, in a checkout and an installation of its own.
 */
const ROUNDS = 3;

const [commit, ...parts] = process.argv.slice(2);
if (commit === undefined || parts.length === 0) {
  process.stderr.write('Say what to measure against: npm run bench:against -- <commit> <part> [part …]\n');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'gridwarden-against-'));
const checkout = join(folder, 'checkout');
try {
  run('git', ['worktree', 'add', '--detach', checkout, commit], '.');
  run('npm', ['ci', '--no-audit', '--no-fund'], checkout);
  run('npm', ['run', '--silent', 'build'], checkout);
  process.stdout.write(`\n${tableOf(compared(measure(commit, parts)))}\n`);
} finally {
  run('git', ['worktree', 'remove', '--force', checkout], '.');
  rmSync(folder, { recursive: true, force: true });
}

/** The rows of each side in every round, by what was measured and at which size. */
function measure(other: string, wanted: readonly string[]): { here: Map<string, Row[]>; there: Map<string, Row[]> } {
  const sides = { here: new Map<string, Row[]>(), there: new Map<string, Row[]>() };
  for (let round = 1; round <= ROUNDS; round++)
    for (const [side, cwd] of [
      ['there', checkout],
      ['here', '.'],
    ] as const) {
      process.stderr.write(`round ${round} of ${ROUNDS}: ${side === 'here' ? 'this checkout' : other} …\n`);
      const answer = run(process.execPath, ['--import', 'tsx', 'test/bench/main.ts', '--json', ...wanted], cwd);
      for (const row of JSON.parse(answer) as Row[]) {
        const key = `${row.what} · ${row.size}`;
        sides[side].set(key, [...(sides[side].get(key) ?? []), row]);
      }
    }
  return sides;
}

function compared({ here, there }: ReturnType<typeof measure>): Row[] {
  return [...here].map(([key, rows]): Row => {
    const [first] = rows as [Row];
    const [ours, theirs] = [middleOf(rows), middleOf(there.get(key) ?? [])];
    const row: Row = { what: first.what, size: first.size, ours, unit: first.unit, target: '', met: null };
    // As in the bench: of rates the larger is the better one, of all else the smaller.
    const isRate = first.unit.includes('/');
    return ours === null || theirs === null
      ? { ...row, target: 'not measured on both' }
      : { ...row, peer: commit ?? '', theirs, ratio: isRate ? ours / theirs : theirs / ours };
  });
}

function middleOf(rows: readonly Row[]): number | null {
  const values = rows.flatMap(({ ours }) => ours ?? []);
  return values.length > 0 ? median(values) : null;
}

function run(command: string, parameters: readonly string[], cwd: string): string {
  return execFileSync(command, parameters, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
