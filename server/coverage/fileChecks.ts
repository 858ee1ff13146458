import type { Crs } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { FormFile } from '../core/formParts.ts';
import type { Area } from '../core/geometry/lattice.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import { scopesOf } from '../core/people/rights.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import { readPackedFile } from '../files/boundaryForm.ts';
import type { JobContext, JobEnd } from '../jobs/jobKinds.ts';
import { type JobRow, OPEN } from '../jobs/queries.ts';
import type { Jobs } from '../jobs/service.ts';
import type { ProofPool } from '../threads/proofPool.ts';
import type { CheckReport } from '../threads/proofWorker.ts';
import { oneAtATime } from './fairUse.ts';

/** How a file is to be read and checked. */
export interface CheckOrder {
  crs: Crs;
  snapMetres: number;
  layer?: string | undefined;
  parentLayer?: string | undefined;
  codeColumn?: string | undefined;
}

export interface SentCheck {
  order: CheckOrder;
  file: FormFile;
  /** The outline that its areas have to fill, instead of the district's. */
  parent?: FormFile | undefined;
}

/** The threads on which some people's files are read and checked. */
export interface CheckLane {
  files: BoundaryFiles;
  proofs: ProofPool;
}

/** Nobody who plans borders waits for a check of somebody who does not. */
export interface CheckLanes {
  planner: CheckLane;
  member: CheckLane;
}

const KIND = 'check';
const MOST_WAITING = 16;

/** Checks of boundary files: at once, or as a job whose report is its file. */
export class FileChecks {
  readonly #district: string;
  readonly #outlineInForce: () => Area | null;
  readonly #lanes: CheckLanes;
  readonly #jobs: Jobs;

  constructor(district: string, outlineInForce: () => Area | null, lanes: CheckLanes, jobs: Jobs) {
    this.#district = district;
    this.#outlineInForce = outlineInForce;
    this.#lanes = lanes;
    this.#jobs = jobs;
    jobs.register({
      name: KIND,
      unit: 'step',
      atOnce: 2,
      mostWaiting: MOST_WAITING,
      run: (input, context) => this.#run(input as CheckOrder, context),
      maySee: () => Promise.resolve(false),
    });
  }

  /** The report. Throws the `Fault` that refuses a file. */
  async check(
    { order, file, parent }: SentCheck,
    isPlanner: boolean,
    { progress, signal }: Partial<Pick<JobContext, 'progress' | 'signal'>> = {},
  ): Promise<CheckReport> {
    const lane = this.#lanes[isPlanner ? 'planner' : 'member'];
    const { crs, snapMetres, layer, codeColumn, parentLayer } = order;
    progress?.('read', 0, 2);
    const read = await readPackedFile(lane.files, 'file', file, { layer, codeColumn, district: this.#district });
    const outline = parent ? await readPackedFile(lane.files, 'parent', parent, { layer: parentLayer }) : null;
    progress?.('check', 1, 2);
    const input = {
      crs,
      snapMetres,
      file: read.packed,
      parent: outline?.packed ?? null,
      description: read.description,
      parentDescription: outline?.description ?? null,
      outlineInForce: this.#outlineInForce(),
    };
    return lane.proofs.check(input, signal);
  }

  /** Asks for a check as a job. Throws `too-many-requests` while another one of theirs is not done. */
  async ask(caller: KnownCaller, { order, file, parent }: SentCheck): Promise<JobRow> {
    const { accountId: owner } = caller.principal;
    const open = await this.#jobs.ofKind(KIND, { owner, states: OPEN, limit: 1 });
    if (open.length > 0) throw oneAtATime();
    const files = Object.entries({ file, parent }).flatMap(([part, sent]) =>
      sent ? [{ part, name: sent.name, bytes: Buffer.from(sent.bytes) }] : [],
    );
    const title = file.name.slice(0, 300);
    return this.#jobs.ask(caller, {
      kind: KIND,
      scope: this.#district,
      subject: this.#district,
      title,
      input: order,
      files,
    });
  }

  async #run(order: CheckOrder, context: JobContext): Promise<JobEnd> {
    const [file, parent] = [await context.file('file'), await context.file('parent')];
    if (!file) throw new Fault('unavailable', 'The file of this check is gone.');
    const isPlanner = scopesOf(context.caller.principal.roles, 'planBorders').length > 0;
    const { json, ...result } = await this.check({ order, file, parent }, isPlanner, context);
    return { result, file: { name: `${file.name}.check.json`, bytes: Buffer.from(json) } };
  }
}
