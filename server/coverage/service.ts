import type { Kysely } from 'kysely';
import { diffGrids } from '../core/coverage/difference.ts';
import type {
  Certificate,
  CoverageSummary,
  Crs,
  GenerationSummary,
  GivenOutline,
  GridDifference,
  Lineage,
} from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { Tables } from '../db/tables.ts';
import { isTrouble } from '../db/trouble.ts';
import { readBasemap } from './basemapQueries.ts';
import { givenOutline } from './givenOutline.ts';
import { lineageOf } from './lineageQueries.ts';
import type { LoadedCoverage } from './loadedCoverage.ts';
import { readOpinions } from './opinion/opinionQueries.ts';
import type { SecondOpinions } from './opinion/secondOpinions.ts';
import type { PublishedCoverages } from './publishedCoverages.ts';
import * as queries from './queries.ts';

// What other slices need of the coverage besides its service.
export { exportAreas } from './export.ts';
export type { LevelArea, LoadedCoverage } from './loadedCoverage.ts';
export { publish } from './publication.ts';
export { readUsedCodes } from './publicationQueries.ts';
export type { PublishedCoverages } from './publishedCoverages.ts';
export { readOutline } from './queries.ts';

/** Which generation is meant: by number, by a time or day, or the one in force. */
export interface GenerationChoice {
  generation?: number;
  at?: string;
}

/** The published coverage as other slices and the routes read it. */
export class CoverageService {
  readonly #published: PublishedCoverages;
  readonly #db: Kysely<Tables>;
  readonly #opinions: SecondOpinions;
  #basemap: string | null = null;

  constructor(published: PublishedCoverages, db: Kysely<Tables>, opinions: SecondOpinions) {
    this.#published = published;
    this.#db = db;
    this.#opinions = opinions;
  }

  get district(): string {
    return this.#published.district;
  }

  /** The generation in force. Throws `not-found` while the district has none, `unavailable` where it failed its proof. */
  current(): LoadedCoverage {
    const current = this.#published.current();
    if (current) return current;
    if (this.#published.failure !== null) throw new Fault('unavailable', this.#published.failure);
    throw new Fault('not-found', 'No boundaries have been published yet. Import them first (npm run import).');
  }

  /** The generation in force with its proof and what PostGIS says of it. */
  summary(): CoverageSummary {
    const { summary } = this.current();
    const secondOpinion = this.#opinions.of(summary.generation);
    return { ...summary, proof: { ...summary.proof, secondOpinion } };
  }

  /** The chosen generation. Throws `not-found` when there is none such. */
  async choose({ generation, at }: GenerationChoice): Promise<LoadedCoverage> {
    if (generation !== undefined && at !== undefined) {
      throw new Fault('invalid-input', 'Either a generation or a time can be chosen, not both.', [
        { path: '/at', message: 'leave this out, or the generation' },
      ]);
    }
    if (generation === undefined && at === undefined) return this.current();
    const found =
      generation === undefined
        ? await this.#published.at(timeOf(at as string))
        : await this.#published.numbered(generation);
    if (found) return found;
    throw new Fault(
      'not-found',
      generation === undefined ? `No boundaries were in force at ${at}.` : `There is no generation ${generation}.`,
    );
  }

  /** A grid's history. Throws `not-found` for a code that was never given. */
  async lineage(code: string): Promise<Lineage> {
    const entries = await lineageOf(this.#db, this.district, code);
    if (entries.length === 0) throw new Fault('not-found', `The code ${code} was never given.`);
    return { code, entries };
  }

  async generations(limit: number, before: number | null): Promise<GenerationSummary[]> {
    const rows = await queries.listGenerations(this.#db, this.district, limit, before);
    return this.#withOpinions(rows);
  }

  async generation(number: number): Promise<GenerationSummary> {
    const row = await queries.findGeneration(this.#db, this.district, number);
    if (!row) throw new Fault('not-found', `There is no generation ${number}.`);
    const [summary] = await this.#withOpinions([row]);
    return summary as GenerationSummary;
  }

  async #withOpinions(rows: readonly queries.GenerationRow[]): Promise<GenerationSummary[]> {
    const [newest, oldest] = [rows[0]?.number ?? 0, rows.at(-1)?.number ?? 0];
    const opinions = await readOpinions(this.#db, this.district, oldest, newest);
    return rows.map((row) => ({ ...summaryOf(row), secondOpinion: opinions.get(row.number) ?? null }));
  }

  async certificate(number: number): Promise<Certificate> {
    const certificate = await queries.findCertificate(this.#db, this.district, number);
    if (!certificate) throw new Fault('not-found', `There is no generation ${number}.`);
    return certificate;
  }

  /** The outline as the government gave it, by which a generation is proven. Throws `not-found`. */
  async givenOutline(number: number, crs: Crs): Promise<GivenOutline> {
    const outline = await givenOutline(this.#db, this.district, number, crs);
    const isPublished = (await queries.findGeneration(this.#db, this.district, number)) !== undefined;
    if (!outline || !isPublished) throw new Fault('not-found', `There is no generation ${number}.`);
    return outline;
  }

  /** What changed from one generation to another, by grid. */
  async difference(from: number, to: number): Promise<GridDifference> {
    const [before, after] = [await this.choose({ generation: from }), await this.choose({ generation: to })];
    return diffGrids(before.grids, after.grids);
  }

  /** The district's own basemap; while the database is away, as it was when it was last read. */
  async basemap(): Promise<string> {
    try {
      this.#basemap = await readBasemap(this.#db, this.district);
      return this.#basemap;
    } catch (error) {
      if (this.#basemap === null || !isTrouble(error)) throw error;
      return this.#basemap;
    }
  }
}

/** The time meant by a time or a day: what held “on that day” is what held when it was over, where the districts are. */
function timeOf(moment: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(moment) ? `${moment}T23:59:59.999+08:00` : moment);
}

function summaryOf(row: queries.GenerationRow): Omit<GenerationSummary, 'secondOpinion'> {
  return {
    generation: row.number,
    effectiveAt: row.effectiveAt.toISOString(),
    publishedAt: row.publishedAt.toISOString(),
    publishedBy: row.publishedBy,
    note: row.note,
    gridCount: row.gridCount,
    sha256: row.sha256,
  };
}
