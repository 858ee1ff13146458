import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Kysely } from 'kysely';
import type { ImportReport, ImportState } from '../core/coverage/intake/schemas.ts';
import type { Crs } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import { type ReadFile, readFile } from '../files/boundaryForm.ts';
import type { FileWish } from '../files/content.ts';
import type { FormFile } from '../http/form.ts';
import { demandSameRequest, type RequestKey } from '../http/requestKey.ts';
import { type AuditEvent, appendAudit, noteInAudit } from '../people/service.ts';
import type { ProofPool } from '../threads/proofPool.ts';
import { type CandidateJson, candidateFromJson, candidateToJson } from './candidate.ts';
import { outlineInForce } from './givenOutline.ts';
import * as queries from './importQueries.ts';
import { publish } from './publication.ts';
import type { PublishedCoverages } from './publishedCoverages.ts';

/** The files of an import and how to take them. */
export interface ImportOrder {
  district?: FormFile;
  units?: FormFile;
  grids?: FormFile;
  crs: Crs;
  snapMetres: number;
  assignCodes: boolean;
  /** Which layer and column to take of each file. */
  wishes: Record<FilePart, FileWish>;
}

const FILE_PARTS = ['district', 'units', 'grids'] as const;
type FilePart = (typeof FILE_PARTS)[number];

/** A running import is forgotten so long after it failed; finished ones are in the database. */
const FORGET_MS = 600_000;

/**
 * Imports over HTTP: each runs on the threads for files and proofs, tells its steps, and ends as a row with its report. Only one that
 * proves can be published. A restart in the middle of one leaves nothing behind.
 */
export class ImportService {
  readonly #kysely: Kysely<Tables>;
  readonly #published: PublishedCoverages;
  readonly #files: BoundaryFiles;
  readonly #proofs: ProofPool;
  readonly #running = new Map<string, ImportState>();
  /** The requests of running and failed imports, by account and key. */
  readonly #requests = new Map<string, { id: string; sha256: string }>();
  readonly #events = new EventEmitter().setMaxListeners(0);

  readonly #onTrouble: (error: unknown) => void;

  /** `onTrouble` hears of imports that end for a reason that is no refusal. */
  constructor(
    kysely: Kysely<Tables>,
    published: PublishedCoverages,
    files: BoundaryFiles,
    proofs: ProofPool,
    onTrouble: (error: unknown) => void,
  ) {
    this.#onTrouble = onTrouble;
    this.#kysely = kysely;
    this.#published = published;
    this.#files = files;
    this.#proofs = proofs;
  }

  /** Begins an import and gives its state at once; `get` and `follow` tell the rest. */
  async start(order: ImportOrder, caller: KnownCaller, request: RequestKey | null): Promise<ImportState> {
    const earlier = request && (await this.#startedBefore(caller, request));
    // The same request may have come twice at once: of what came first there is no row yet.
    const twin =
      request && this.#running.get(this.#requests.get(`${caller.principal.accountId} ${request.key}`)?.id ?? '');
    if (earlier || twin) return (earlier || twin) as ImportState;
    if (!order.district && !order.grids) {
      throw new Fault('invalid-input', 'A file with the district or with its grids is needed.', [
        { path: '/district', message: 'is missing' },
      ]);
    }
    const names = [order.district, order.units, order.grids].flatMap((file) => (file ? [file.name] : []));
    const state: ImportState = {
      id: randomUUID(),
      title: names.join(', ').slice(0, 300),
      state: 'running',
      createdAt: caller.now.toISOString(),
      createdBy: caller.principal.username,
      step: 'read',
    };
    this.#running.set(state.id, state);
    if (request)
      this.#requests.set(`${caller.principal.accountId} ${request.key}`, { id: state.id, sha256: request.sha256 });
    try {
      await noteInAudit(this.#kysely, this.#entry('start', state.id, caller, { files: names, crs: order.crs }));
    } catch (error) {
      this.#forget(state.id, caller, request);
      throw error;
    }
    void this.#run(state, order, caller, request);
    return state;
  }

  /** The import that this request has begun already. Throws `key-reused` when that was another one. */
  async #startedBefore({ principal: { accountId } }: KnownCaller, request: RequestKey): Promise<ImportState | null> {
    const { district } = this.#published;
    const earlier =
      (await queries.findImportRequest(this.#kysely, district, accountId, request.key)) ??
      this.#requests.get(`${accountId} ${request.key}`);
    if (!earlier) return null;
    demandSameRequest(earlier.sha256, request);
    return this.get(earlier.id);
  }

  /** The state of an import. Throws `not-found`. */
  async get(id: string): Promise<ImportState> {
    const running = this.#running.get(id);
    if (running) return running;
    const row = await queries.findImport(this.#kysely, this.#published.district, id);
    if (!row) throw new Fault('not-found', 'There is no such import.');
    return stateOf(row);
  }

  async list(limit: number): Promise<ImportState[]> {
    const rows = await queries.listImports(this.#kysely, this.#published.district, limit);
    return [...[...this.#running.values()].toReversed(), ...rows.map(stateOf)];
  }

  /** Calls back with every change of a running import, the last being its end. Gives the function that stops it. */
  follow(id: string, onChange: (state: ImportState) => void): () => void {
    this.#events.on(id, onChange);
    return () => this.#events.off(id, onChange);
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
      },
    );
    await this.#published.refresh();
    return generation;
  }

  async discard(id: string, caller: KnownCaller): Promise<void> {
    if (this.#running.get(id)?.state === 'running') throw new Fault('conflict', 'This import is still running.');
    const known = this.#running.delete(id);
    await inTransaction(this.#kysely, async (trx) => {
      if (!(await queries.deleteImport(trx, this.#published.district, id)) && !known)
        throw new Fault('not-found', 'There is no such import.');
      await appendAudit(trx, this.#entry('discard', id, caller));
    });
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

  async #run(state: ImportState, order: ImportOrder, caller: KnownCaller, request: RequestKey | null): Promise<void> {
    const { district: districtCode } = this.#published;
    try {
      const read: Record<FilePart, ReadFile | null> = { district: null, units: null, grids: null };
      for (const part of FILE_PARTS) {
        const file = order[part];
        const wish = { ...order.wishes[part], district: districtCode };
        if (file) read[part] = await readFile(this.#files, part, file, wish);
      }
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
      const { report, candidate } = await this.#proofs.plan(input, (step, detail) =>
        this.#change(state, { step: detail ? `${step} ${detail}` : step }),
      );
      const end = report.ok ? 'ready' : 'faulty';
      const row = {
        id: state.id,
        createdAt: new Date(state.createdAt),
        createdBy: state.createdBy,
        createdByAccount: caller.principal.accountId,
        state: end,
        title: state.title,
        report,
      } as const;
      await queries.insertImport(
        this.#kysely,
        districtCode,
        row,
        report.ok ? candidateToJson(candidate) : null,
        request,
      );
      this.#forget(state.id, caller, request);
      this.#change(state, { state: end, step: undefined, report });
    } catch (error) {
      if (!(error instanceof Fault)) this.#onTrouble(error);
      this.#change(state, { state: 'failed', step: undefined, ...reasonOf(error) });
      setTimeout(() => this.#forget(state.id, caller, request), FORGET_MS).unref();
    }
  }

  #forget(id: string, { principal: { accountId } }: KnownCaller, request: RequestKey | null): void {
    this.#running.delete(id);
    if (request) this.#requests.delete(`${accountId} ${request.key}`);
  }

  #change(state: ImportState, change: Partial<ImportState>): void {
    Object.assign(state, change);
    this.#events.emit(state.id, state);
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

function reasonOf(error: unknown): Pick<ImportState, 'code' | 'detail' | 'errors'> {
  if (!(error instanceof Fault)) return { detail: 'Something went wrong while the files were taken in.' };
  const { code, detail, errors } = error;
  return { code, detail, ...(errors.length > 0 ? { errors: [...errors] } : {}) };
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
