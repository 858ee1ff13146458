import type { Kysely } from 'kysely';
import { type AuditEvent, appendAudit } from '../audit/auditLog.ts';
import type { ImportReport, ImportState } from '../core/coverage/intake/schemas.ts';
import type { Crs } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { FormFile } from '../core/formParts.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import { holds } from '../core/people/rights.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import { type ReadFile, readFile } from '../files/boundaryForm.ts';
import type { FileWish } from '../files/content.ts';
import { demandSameRequest, type RequestKey } from '../http/requestKey.ts';
import type { JobContext, JobEnd } from '../jobs/jobKinds.ts';
import type { JobRow } from '../jobs/queries.ts';
import type { Jobs } from '../jobs/service.ts';
import type { ProofPool } from '../threads/proofPool.ts';
import { type CandidateJson, candidateFromJson, candidateToJson } from './candidate.ts';
import { outlineInForce } from './givenOutline.ts';
import * as queries from './importQueries.ts';
import { publish } from './publication.ts';
import type { PublishedCoverages } from './publishedCoverages.ts';

/** The files of an import and how to take them. */
export interface ImportOrder {
  district?: FormFile | undefined;
  units?: FormFile | undefined;
  grids?: FormFile | undefined;
  crs: Crs;
  snapMetres: number;
  assignCodes: boolean;
  /** Which layer and column to take of each file. */
  wishes: Record<FilePart, FileWish>;
}

const FILE_PARTS = ['district', 'units', 'grids'] as const;
type FilePart = (typeof FILE_PARTS)[number];

const KIND = 'import';
/** Imports wait for each other; more than this many waiting are told to come back. */
const MOST_WAITING = 8;
/** Imports that have not ended, or came to nothing, are listed before the others, so many of them. */
const MOST_JOBS_LISTED = 50;

/** What an import's job is asked for with; its files are kept beside. */
type ImportInput = Pick<ImportOrder, 'crs' | 'snapMetres' | 'assignCodes' | 'wishes'>;

/**
 * Imports over HTTP: each is a job that any process may do, follow and cancel; it tells its steps, and ends as a row with its report. Only
 * one that proves can be published.
 */
export class ImportService {
  readonly #kysely: Kysely<Tables>;
  readonly #published: PublishedCoverages;
  readonly #files: BoundaryFiles;
  readonly #proofs: ProofPool;
  readonly #jobs: Jobs;

  constructor(
    kysely: Kysely<Tables>,
    published: PublishedCoverages,
    files: BoundaryFiles,
    proofs: ProofPool,
    jobs: Jobs,
  ) {
    this.#kysely = kysely;
    this.#published = published;
    this.#files = files;
    this.#proofs = proofs;
    this.#jobs = jobs;
    jobs.register({
      name: KIND,
      unit: 'step',
      atOnce: 1,
      mostWaiting: MOST_WAITING,
      run: (input, context) => this.#run(input as ImportInput, context),
      maySee: ({ principal }) => Promise.resolve(holds(principal.roles, 'readTakenIn', published.district)),
    });
  }

  /** Begins an import and gives its state at once; `get` and `follow` tell the rest. The same request sent again gives the same import. */
  async start(order: ImportOrder, caller: KnownCaller, request: RequestKey | null): Promise<ImportState> {
    const earlier = request && (await this.#startedBefore(caller, request));
    if (earlier) return earlier;
    if (!order.district && !order.grids) {
      throw new Fault('invalid-input', 'A file with the district or with its grids is needed.', [
        { path: '/district', message: 'is missing' },
      ]);
    }
    const { district } = this.#published;
    const files = FILE_PARTS.flatMap((part) => {
      const file = order[part];
      return file ? [{ part, name: file.name, bytes: file.bytes }] : [];
    });
    const names = files.map(({ name }) => name);
    const { crs, snapMetres, assignCodes, wishes } = order;
    const input: ImportInput = { crs, snapMetres, assignCodes, wishes };
    const title = names.join(', ').slice(0, 300);
    const job = await this.#jobs.ask(
      caller,
      { kind: KIND, scope: district, subject: district, title, input, files, request },
      (trx, made) => appendAudit(trx, this.#entry('start', made.id, caller, { files: names, crs: order.crs })),
    );
    return stateOfJob(job);
  }

  /** The import that this request has begun already. Throws `key-reused` when that was another one. */
  async #startedBefore(caller: KnownCaller, request: RequestKey): Promise<ImportState | null> {
    const { district } = this.#published;
    const job = await this.#jobs.askedBefore(caller, KIND, request);
    if (job) return this.get(job.id);
    const earlier = await queries.findImportRequest(this.#kysely, district, caller.principal.accountId, request.key);
    if (!earlier) return null;
    demandSameRequest(earlier.sha256, request);
    return this.get(earlier.id);
  }

  /** The state of an import. Throws `not-found`. */
  async get(id: string): Promise<ImportState> {
    // The job first: it ends in the transaction that writes the row.
    const job = await this.#jobs.peek(id);
    const row = await queries.findImport(this.#kysely, this.#published.district, id);
    if (row) return stateOf(row);
    if (job?.kind === KIND && job.state !== 'done') return stateOfJob(job);
    throw new Fault('not-found', 'There is no such import.');
  }

  async list(limit: number): Promise<ImportState[]> {
    const jobs = await this.#jobs.ofKind(KIND, { states: ['queued', 'running', 'failed'], limit: MOST_JOBS_LISTED });
    const rows = await queries.listImports(this.#kysely, this.#published.district, limit);
    const ended = new Set(rows.map(({ id }) => id));
    const states = [...jobs.filter(({ id }) => !ended.has(id)).map(stateOfJob), ...rows.map(stateOf)];
    return states.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).slice(0, limit);
  }

  /** Calls back with every step of an import from the first on, the last being its end. Gives the function that stops it. */
  follow(id: string, onChange: (state: ImportState) => void): () => void {
    let told = 0;
    return this.#jobs.follow(id, (job) => {
      for (const step of job.steps.slice(told)) onChange({ ...stateOfJob({ ...job, state: 'running' }), step });
      told = job.steps.length;
      if (job.state === 'done') void this.get(id).then(onChange, () => undefined);
      else if (job.state === 'failed' || job.state === 'cancelled') onChange(stateOfJob(job));
    });
  }

  /** Whether there is a job to be followed: of imports of earlier versions only the end is known. */
  async isFollowed(id: string): Promise<boolean> {
    return (await this.#jobs.peek(id))?.kind === KIND;
  }

  /**
   * Publishes an import that proves; the same request sent again is answered again. Throws `forbidden` for whoever took it in,
   * `coverage-broken` for one that does not prove, `conflict` for one that cannot be published any more.
   */
  async publish(id: string, note: string, caller: KnownCaller, request: RequestKey | null): Promise<number> {
    const { district } = this.#published;
    const row = await queries.findImport(this.#kysely, district, id);
    const done = row && request && publishedBefore(row, caller, request);
    if (done) return done;
    if (row && isOwn(row, caller))
      throw new Fault('forbidden', 'You took these boundaries in: somebody else has to publish them.', [], {
        ownWork: 'imported',
      });
    const { state, report } = await this.get(id);
    if (state === 'faulty')
      throw new Fault('coverage-broken', 'The boundaries do not prove; see the faults in the report.', [], {
        faults: report?.faults ?? [],
      });
    if (state !== 'ready') throw new Fault('conflict', `This import is ${state} and cannot be published.`);
    const json = (await queries.findCandidate(this.#kysely, district, id)) as CandidateJson | null;
    if (!json) throw new Fault('conflict', 'The data of this import is no longer kept. Import the files again.');
    const candidate = candidateFromJson(json);
    const { generation } = await publish(
      this.#kysely,
      {
        ...candidate,
        unitAreas: new Map(candidate.unitAreas),
        note,
        actor: caller.principal.username,
        address: caller.address,
      },
      caller.now,
      {
        record: async (trx, number) => {
          if (!(await queries.markPublished(trx, district, id, number, caller.principal.accountId, request)))
            throw new Fault('conflict', 'This import has been published or discarded meanwhile.');
        },
        compare: (before, after) => this.#proofs.books(before, after),
        prove: (coverage, unitAreas) => this.#proofs.proveForPublication(coverage, unitAreas),
      },
    );
    await this.#published.refresh();
    return generation;
  }

  /** Discards an import; one that still runs is cancelled. */
  async discard(id: string, caller: KnownCaller): Promise<void> {
    const job = await this.#jobs.peek(id);
    const known = job?.kind === KIND;
    if (known) await this.#jobs.cancel(caller, job);
    await inTransaction(this.#kysely, async (trx) => {
      if (!(await queries.deleteImport(trx, this.#published.district, id)) && !known)
        throw new Fault('not-found', 'There is no such import.');
      await appendAudit(trx, this.#entry('discard', id, caller));
    });
    if (known) await this.#jobs.forget(id);
  }

  #entry(verb: 'start' | 'discard', target: string, { principal, address }: KnownCaller, after?: object): AuditEvent {
    const entry = {
      actor: principal.username,
      action: `import.${verb}`,
      target,
      scope: this.#published.district,
      address,
    };
    return after ? { ...entry, after } : entry;
  }

  async #run(order: ImportInput, context: JobContext): Promise<JobEnd> {
    const { job, caller } = context;
    const { district: districtCode } = this.#published;
    context.progress('read');
    const read = await this.#read(order, context);
    const standing = read.district ? null : await outlineInForce(this.#kysely, districtCode, caller.now, order.crs);
    const input = {
      districtCode,
      district: read.district?.features ?? standing,
      isOutlineInForce: standing !== null,
      units: read.units?.features ?? null,
      grids: read.grids?.features ?? null,
      fileNotes: FILE_PARTS.flatMap((part) => read[part]?.description.notes ?? []),
      declaredCrs: (read.grids ?? read.units ?? read.district)?.description.declaredCrs,
      outlineInForce: this.#published.current()?.areas('district')[0]?.area ?? null,
      crs: order.crs,
      snapMetres: order.snapMetres,
      assignCodes: order.assignCodes,
    };
    const tell = (step: string, detail?: string): void => context.progress(detail ? `${step} ${detail}` : step);
    const { report, candidate } = await this.#proofs.plan(input, tell, context.signal);
    const row = {
      id: job.id,
      createdAt: job.created_at,
      createdBy: caller.principal.username,
      createdByAccount: caller.principal.accountId,
      state: report.ok ? 'ready' : 'faulty',
      title: job.title,
      report,
    } as const;
    const kept = report.ok ? candidateToJson(candidate) : null;
    const request = job.request_key === null ? null : { key: job.request_key, sha256: job.request_sha256 ?? '' };
    return {
      result: { import: job.id, ok: report.ok },
      write: (trx) => queries.insertImport(trx, districtCode, row, kept, request),
    };
  }

  async #read({ wishes }: ImportInput, { file }: JobContext): Promise<Record<FilePart, ReadFile | null>> {
    const read: Record<FilePart, ReadFile | null> = { district: null, units: null, grids: null };
    for (const part of FILE_PARTS) {
      const sent = await file(part);
      const wish = { ...wishes[part], district: this.#published.district };
      if (sent) read[part] = await readFile(this.#files, part, sent, wish);
    }
    return read;
  }
}

/** Four eyes: whoever took boundaries in does not publish them. Older rows know only the name. */
const isOwn = (
  { createdByAccount, createdBy }: queries.ImportRow,
  { principal: { accountId, username } }: KnownCaller,
): boolean => (createdByAccount === null ? createdBy === username : createdByAccount === accountId);

/** The generation that this request has published already; null when it has not. Throws `key-reused` when another one had its key. */
function publishedBefore(
  row: queries.ImportRow,
  { principal: { accountId } }: KnownCaller,
  request: RequestKey,
): number | null {
  if (row.publishedBy !== accountId || row.publishRequestKey !== request.key) return null;
  demandSameRequest(row.publishRequestSha256, request);
  return row.generation;
}

/** An import that has not come to a row: it waits or runs, failed or was cancelled. */
function stateOfJob({ id, title, state, steps, created_at, owner_principal, problem }: JobRow): ImportState {
  const told = { id, title, createdAt: created_at.toISOString(), createdBy: owner_principal.username };
  if (state === 'cancelled')
    return { ...told, state: 'failed', code: 'cancelled', detail: 'The import was cancelled.' };
  if (state === 'failed') return { ...told, state, ...problem };
  return { ...told, state: 'running', step: steps.at(-1) ?? 'read' };
}

function stateOf(row: queries.ImportRow): ImportState {
  return {
    id: row.id,
    title: row.title,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    report: row.report as ImportReport,
    ...(row.generation === null ? {} : { generation: row.generation }),
  };
}
