import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { appendAudit, auditHead } from '../audit/auditLog.ts';
import { type BookedGrid, type Books, booksOf, descentOf } from '../core/coverage/books.ts';
import { hashOfAreas, makeCertificate } from '../core/coverage/certificate/certificate.ts';
import type { Coverage, Named } from '../core/coverage/model.ts';
import { demandBalance } from '../core/coverage/passages.ts';
import { type PublicationProof, proveForPublication } from '../core/coverage/proof/levels.ts';
import type { Certificate } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { Area } from '../core/geometry/lattice.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { appendEvent } from '../events/eventLog.ts';
import { countPublication } from './publicationMetrics.ts';
import * as writing from './publicationQueries.ts';
import * as queries from './queries.ts';

/** A whole partition to be published, whatever its grids' ids were before: they are matched by code. */
export interface Publication {
  district: Named;
  /** The outline as given; the grids may put points on it within its bend. */
  mandated: Area;
  units: readonly Named[];
  /** A grid with an `id` is the one that had it before, whatever its code was; without, the one that had its code. */
  grids: readonly (Named & { area: Area; id?: string })[];
  unitAreas?: ReadonlyMap<string, Area>;
  note: string;
  actor: string;
  address: string | null;
  /** When it takes effect; now when absent. */
  effectiveAt?: Date;
}

/** What belongs to a publication besides: `record` writes more in its transaction, `compare` and `prove` work elsewhere. */
export interface PublicationHooks {
  record?: (trx: Transaction<Tables>, generation: number) => Promise<void>;
  /** The last writes: entries of the audit log and events, for which others wait until the commit. */
  tell?: (trx: Transaction<Tables>, generation: number) => Promise<void>;
  compare?: (before: readonly BookedGrid[], after: readonly BookedGrid[]) => Books | Promise<Books>;
  /** Proves elsewhere than on the thread that answers requests. */
  prove?: (coverage: Coverage, unitAreas: ReadonlyMap<string, Area>) => PublicationProof | Promise<PublicationProof>;
}

/**
 * Publishes a partition as the district's next generation, in one transaction: proves all three levels, keeps grids that did not
 * change, gives the others a new revision, retires codes that are gone, and writes certificate and audit entry. Throws the faults
 * `coverage-broken` when it does not prove and `code-taken` when a retired code would return; then nothing is changed. The books of
 * ground are kept over the rows that are exchanged and must balance; where each grid's ground came from is written with them. What
 * `record` writes belongs to the same transaction: all is done, or nothing.
 */
export const publish = (
  kysely: Kysely<Tables>,
  publication: Publication,
  now: Date,
  hooks: PublicationHooks = {},
): Promise<Certificate> => countPublication(() => proveAndWrite(kysely, publication, now, hooks));

async function proveAndWrite(
  kysely: Kysely<Tables>,
  publication: Publication,
  now: Date,
  { record, tell, compare = booksOf, prove = proveForPublication }: PublicationHooks,
): Promise<Certificate> {
  const coverage: Coverage = {
    district: publication.district,
    outline: publication.mandated,
    units: publication.units,
    grids: publication.grids.map((grid) => ({ ...grid, id: grid.id ?? grid.code, revision: 1 })),
  };
  const proof = await prove(coverage, publication.unitAreas ?? new Map());
  if (!proof.ok || !proof.refinement) {
    throw new Fault('coverage-broken', `The boundaries do not prove: ${proof.faults.length} faults.`, [], {
      faults: proof.faults,
      truncated: proof.truncated,
    });
  }
  const { outline: working, insertions } = proof.refinement;
  return inTransaction(kysely, async (trx) => {
    const code = publication.district.code;
    const latest = await writing.lockDistrict(trx, code);
    const generation = latest + 1;
    await record?.(trx, generation);
    const effectiveAt = await effectiveTime(trx, code, latest, publication.effectiveAt ?? now);
    await writeVersions(trx, publication, working, generation, compare);
    const certificate = makeCertificate({
      district: publication.district,
      generation,
      effectiveAt: effectiveAt.toISOString(),
      previousSha256: latest > 0 ? ((await queries.findGeneration(trx, code, latest))?.sha256 ?? null) : null,
      outline: publication.mandated,
      insertions,
      districtArea: proof.districtArea,
      units: proof.units,
      grids: publication.grids,
      auditHead: await auditHead(trx),
    });
    const row = {
      number: generation,
      effectiveAt,
      publishedAt: now,
      publishedBy: publication.actor,
      note: publication.note,
      gridCount: publication.grids.length,
      sha256: certificate.sha256,
    };
    await writing.insertGeneration(trx, code, row, certificate);
    await appendAudit(trx, {
      actor: publication.actor,
      action: 'coverage.publish',
      target: `${code} generation ${generation}`,
      scope: code,
      after: { sha256: certificate.sha256, grids: publication.grids.length, note: publication.note },
      address: publication.address,
    });
    await tell?.(trx, generation);
    const data = { generation, effectiveAt: effectiveAt.toISOString() };
    await appendEvent(trx, { kind: 'publication', scope: code, at: now, data });
    return certificate;
  });
}

/** Generations take effect in their order: a new one never before the one it follows. */
async function effectiveTime(trx: Transaction<Tables>, district: string, latest: number, wanted: Date): Promise<Date> {
  const previous = latest > 0 ? await queries.findGeneration(trx, district, latest) : undefined;
  return previous && previous.effectiveAt > wanted ? previous.effectiveAt : wanted;
}

async function writeVersions(
  trx: Transaction<Tables>,
  publication: Publication,
  working: Area,
  generation: number,
  compare: NonNullable<PublicationHooks['compare']>,
): Promise<void> {
  const district = publication.district.code;
  const rows = await queries.readGrids(trx, district, generation - 1);
  const before = new Map(rows.map((grid) => [grid.code, grid]));
  const byId = new Map(rows.map((grid) => [grid.id, grid]));
  const used = new Map((await writing.readUsedCodes(trx, district)).map((entry) => [entry.code, entry]));
  const returned = publication.grids.filter((grid) => used.get(grid.code)?.retired);
  if (returned.length > 0) {
    const codes = returned.map((grid) => grid.code).sort();
    throw new Fault('code-taken', `A retired code is never given again: ${codes.join(', ')}.`, [], { codes });
  }
  const changed = publication.grids.filter((grid) => !isSame(before.get(grid.code), grid));
  const kept = new Set(publication.grids.map((grid) => grid.code));
  const gone = [...before.values()].filter((grid) => !kept.has(grid.code));
  const ended = [...gone, ...changed.flatMap((grid) => before.get(grid.code) ?? [])];
  const books = await compare(ended, changed);
  demandBalance(ended, changed, books.passages);
  await writing.insertLineage(trx, district, generation, descentOf(books));
  await writing.endGrids(
    trx,
    district,
    generation,
    ended.map((grid) => grid.id),
  );
  await writing.retireCodes(
    trx,
    district,
    generation,
    gone.map((grid) => grid.code),
  );
  const versions = changed.map((grid) => {
    const id = grid.id ?? before.get(grid.code)?.id ?? randomUUID();
    return {
      code: grid.code,
      name: grid.name,
      area: grid.area,
      id,
      revision: (byId.get(id)?.revision ?? 0) + 1,
    };
  });
  await writing.insertGrids(trx, district, generation, versions);
  await writing.insertCodes(
    trx,
    district,
    generation,
    versions.filter((grid) => !used.has(grid.code)),
  );
  await writing.replaceUnits(trx, district, generation, publication.units);
  await writing.replaceOutline(trx, district, generation, publication.district.name, publication.mandated, working);
}

function isSame(before: queries.GridRow | undefined, grid: Named & { area: Area; id?: string }): boolean {
  if (before === undefined || (grid.id !== undefined && grid.id !== before.id)) return false;
  return before.name === grid.name && hashOfAreas([before]) === hashOfAreas([grid]);
}
