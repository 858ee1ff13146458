import { deserialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { type BookedGrid, type Books, booksOf } from '../core/coverage/books.ts';
import { type CheckInput, checkFile } from '../core/coverage/intake/checkFile.ts';
import { type ImportInput, type PlannedImport, planImport } from '../core/coverage/intake/planImport.ts';
import type { Coverage, CoverageFault } from '../core/coverage/model.ts';
import { type PlacedPassage, placedPassages } from '../core/coverage/passages.ts';
import { type PublicationProof, proveForPublication, proveThreeLevels } from '../core/coverage/proof/levels.ts';
import { validateBody } from '../core/coverage/proof/validation.ts';
import type { Area } from '../core/geometry/lattice.ts';
import { parseJson } from '../http/jsonBody.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** A file to be checked whose features are packed (v8.serialize), so that they pass the thread that answers requests unread. */
export type PackedCheck = Omit<CheckInput, 'file' | 'parent'> & { file: Uint8Array; parent: Uint8Array | null };

/** Two sets of grids to be compared. */
export interface BooksInput {
  before: readonly BookedGrid[];
  after: readonly BookedGrid[];
}

/** The body of `POST /coverage/validate` from its bytes to its answer's JSON. */
export function validate(bytes: Uint8Array): Outcome<string> {
  return outcomeOf(() =>
    JSON.stringify(validateBody(parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))),
  );
}

/** The check of a file that has been read: the answer's JSON, and what it comes to. */
export interface CheckReport {
  json: string;
  ok: boolean;
  faults: number;
  truncated: boolean;
}

/** The check of a file that has been read. */
export function check(input: PackedCheck): Outcome<CheckReport> {
  const features = (packed: Uint8Array) => deserialize(packed) as GeoJSON.FeatureCollection;
  return outcomeOf(() => {
    const report = checkFile({ ...input, file: features(input.file), parent: input.parent && features(input.parent) });
    const { ok, faults, truncated } = report;
    return { json: JSON.stringify(report), ok, faults: faults.length, truncated };
  });
}

/** A whole coverage, proven at all three levels. */
export function prove(coverage: Coverage): Outcome<{ faults: CoverageFault[]; truncated: boolean }> {
  return outcomeOf(() => {
    const { faults, truncated } = proveThreeLevels(coverage);
    return { faults, truncated };
  });
}

/** A whole coverage, proven for its publication. */
export function proveLevels({
  coverage,
  unitAreas,
}: {
  coverage: Coverage;
  unitAreas: ReadonlyMap<string, Area>;
}): Outcome<PublicationProof> {
  return outcomeOf(() => proveForPublication(coverage, unitAreas));
}

/** The books of two sets of grids. */
export function books({ before, after }: BooksInput): Outcome<Books> {
  return outcomeOf(() => booksOf(before, after));
}

/** Which ground passes where between two sets of grids. */
export function passages({ before, after }: BooksInput): Outcome<PlacedPassage[]> {
  return outcomeOf(() => placedPassages(before, after));
}

/** An import from its features to its candidate; tells each step through `progress`. */
export function plan({ input, progress }: { input: ImportInput; progress: MessagePort }): Outcome<PlannedImport> {
  return outcomeOf(() => planImport(input, (step, detail) => progress.postMessage({ step, detail })));
}
