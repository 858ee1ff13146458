import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/db/database.ts';
import { benchDrafting } from './drafting.ts';
import { benchDrag } from './drag.ts';
import { benchEdits } from './edits.ts';
import { benchExports } from './exports.ts';
import { benchLocation } from './location.ts';
import { benchLookup } from './lookup.ts';
import { type Row, tableOf } from './measure.ts';
import { benchEditProof, benchLargestProof, benchProof } from './proof.ts';
import { benchServerEdits } from './serverEdits.ts';
import { benchWorstRequests } from './worstRequests.ts';
import { benchWorstShapes } from './worstShapes.ts';

/** `npm run bench`: every limit of the design as a ratio measured in this run. Writes `test-output/bench.json` beside the table. */
const parts: Record<string, () => Promise<Row[]>> = {
  proof: withEmbedded(benchProof),
  largest: () => Promise.resolve(inOwnProcess('largest-alone')),
  'largest-alone': benchLargestProof,
  edit: async () => [...(await benchEditProof()), ...(await benchEdits())],
  'server-edits': benchServerEdits,
  drag: benchDrag,
  location: benchLocation,
  lookup: benchLookup,
  exports: benchExports,
  drafting: benchDrafting,
  shapes: benchWorstShapes,
  'worst-requests': benchWorstRequests,
};

function withEmbedded(
  bench: (database: Awaited<ReturnType<typeof openDatabase>>) => Promise<Row[]>,
): () => Promise<Row[]> {
  return async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
    const database = await openDatabase({ databaseUrl: null, dataDir });
    try {
      return await bench(database);
    } finally {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    }
  };
}

/** Runs one part in a process of its own, whose memory is then its own. */
function inOwnProcess(part: string): Row[] {
  const child = spawnSync(process.execPath, ['--import', 'tsx', 'test/bench/main.ts', '--json', part], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (child.status !== 0) throw new Error(`the part ${part} failed: ${child.stderr}`);
  return JSON.parse(child.stdout) as Row[];
}

// What parts have started (servers, a database) goes with the process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((argument) => argument in parts);
const rows: Row[] = [];
for (const name of wanted.length > 0 ? wanted : Object.keys(parts).filter((part) => part !== 'largest-alone')) {
  if (!json) process.stderr.write(`measuring ${name} …\n`);
  rows.push(...((await parts[name]?.()) ?? []));
}
if (json) {
  process.stdout.write(JSON.stringify(rows));
} else {
  mkdirSync('test-output', { recursive: true });
  const machine = { node: process.version, processors: cpus().length, model: cpus()[0]?.model ?? '' };
  writeFileSync(
    'test-output/bench.json',
    `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, null, 2)}\n`,
  );
  process.stdout.write(`\nNode ${machine.node}, ${machine.processors} × ${machine.model}\n\n${tableOf(rows)}\n`);
}
process.exit(0);
