import type { Kysely } from 'kysely';
import { type Clock, systemClock } from '../clock/clock.ts';
import { Poller } from '../db/poller.ts';
import type { Tables } from '../db/tables.ts';
import { isTrouble } from '../db/trouble.ts';
import { type Log, silentLog } from '../log/log.ts';
import { LoadedCoverage } from './loadedCoverage.ts';
import * as queries from './queries.ts';

/** So often the database is asked for a new generation: another process serves one within a second of its publication. */
const LOOK_EVERY_MS = 700;
/** So long after its last answer the database is taken to be away, though nobody has been refused yet. */
const SILENT_MS = 5_000;
/** Past generations kept in memory besides the current one. */
const MOST_PAST = 4;
/** So many of the newest generations are looked through at the start for those that are to come into force. */
const MOST_TO_COME = 50;

/**
 * The generations as this process serves them. The one in force is always in memory and is exchanged as a whole when another takes
 * effect; past ones are read when asked for. While the database is away the current one goes on being served.
 */
export class PublishedCoverages {
  readonly #db: Kysely<Tables>;
  readonly #district: string;
  readonly #clock: Clock;
  #log: Log = silentLog;
  readonly #followers = new Set<() => Promise<void>>();
  readonly #past = new Map<number, Promise<LoadedCoverage>>();
  #current: LoadedCoverage | null = null;
  #looking: Promise<void> | null = null;
  readonly #poller: Poller;
  /** When the database last answered, and whether it has failed since. */
  #heardAt: Date;
  #unheard = false;
  /** Why the newest generation is not being served, or null. */
  #failure: string | null = null;
  /** How many faults the outline has in generations that were found not to fill the mandated one. */
  readonly #outlineBreaches = new Map<number, number>();

  constructor(db: Kysely<Tables>, district: string, clock: Clock = systemClock) {
    this.#clock = clock;
    this.#heardAt = clock();
    this.#db = db;
    this.#district = district;
    this.#poller = new Poller({
      everyMs: LOOK_EVERY_MS,
      look: () => this.refresh(),
      failure: 'the published coverage could not be read',
      log: () => this.#log,
    });
  }

  get district(): string {
    return this.#district;
  }

  /** The generation in force now; null while nothing is published. */
  current(): LoadedCoverage | null {
    return this.#current;
  }

  /** When the database was last heard of, where it does not answer now; null while it does, and where nobody looks. */
  awaySince(): Date | null {
    if (!this.#poller.isRunning) return null;
    return this.#unheard || this.#clock().getTime() - this.#heardAt.getTime() > SILENT_MS ? this.#heardAt : null;
  }

  get failure(): string | null {
    return this.#failure;
  }

  /**
   * The generations in force or to come whose district is not what the mandated outline holds, though an earlier version published
   * them, with the number of faults. They are served all the same.
   */
  get outlineBreaches(): readonly { generation: number; faults: number }[] {
    const inForce = this.#current?.generation ?? 0;
    const all = [...this.#outlineBreaches].map(([generation, faults]) => ({ generation, faults }));
    return all.filter(({ generation }) => generation >= inForce).sort((a, b) => a.generation - b.generation);
  }

  /** The generation in force at a time; null when there was none yet. */
  async at(time: Date): Promise<LoadedCoverage | null> {
    const current = this.#current;
    if (current && time >= current.effectiveAt && time <= this.#clock()) return current;
    const row = await queries.findGenerationAt(this.#db, this.#district, time);
    return row ? this.#load(row) : null;
  }

  /** A generation by its number; null when there is no such. */
  async numbered(number: number): Promise<LoadedCoverage | null> {
    if (this.#current?.generation === number) return this.#current;
    const row = await queries.findGeneration(this.#db, this.#district, number);
    return row ? this.#load(row) : null;
  }

  /** `follow` is called whenever another generation comes into force here; what fails in it is said in the log. */
  whenChanged(follow: () => Promise<void>): void {
    this.#followers.add(follow);
  }

  /** Looks for a generation that has come into force. Throws when the database cannot be asked. */
  refresh(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Looks once and from then on by itself until `stop`. */
  async start(log: Log): Promise<void> {
    this.#log = log;
    await this.refresh();
    await this.#readToCome();
    this.#poller.start();
  }

  stop(): void {
    this.#poller.pause();
  }

  async #look(): Promise<void> {
    const row = await this.#newest();
    if (!row || row.number === this.#current?.generation) return;
    try {
      this.#current = await this.#load(row);
      this.#failure = null;
      this.#log.info({ generation: row.number, grids: row.gridCount }, 'serving a new generation');
      await this.#tellFollowers();
    } catch (error) {
      if (isTrouble(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== this.#failure) this.#log.error({ reason }, 'a published generation is refused');
      this.#failure = reason;
    }
  }

  async #tellFollowers(): Promise<void> {
    for (const follow of this.#followers) {
      try {
        await follow();
      } catch (error) {
        if (!isTrouble(error)) this.#log.error({ err: error }, 'a new generation could not be followed');
      }
    }
  }

  async #newest(): Promise<queries.GenerationRow | undefined> {
    try {
      const row = await queries.findGenerationAt(this.#db, this.#district, this.#clock());
      this.#heardAt = this.#clock();
      this.#unheard = false;
      return row;
    } catch (error) {
      this.#unheard = isTrouble(error);
      throw error;
    }
  }

  /** What has not come into force yet is read once, so that what is wrong with it is said before it does. */
  async #readToCome(): Promise<void> {
    const newest = await queries.listGenerations(this.#db, this.#district, MOST_TO_COME, null);
    for (const row of newest.filter(({ effectiveAt }) => effectiveAt > this.#clock())) {
      try {
        await this.#load(row);
      } catch (error) {
        if (isTrouble(error)) throw error;
        this.#log.error({ err: error, generation: row.number }, 'a generation that is to come into force is refused');
      }
    }
  }

  #load(row: queries.GenerationRow): Promise<LoadedCoverage> {
    if (this.#current?.generation === row.number) return Promise.resolve(this.#current);
    const known = this.#past.get(row.number);
    if (known) return known;
    const loading = this.#read(row);
    this.#past.set(row.number, loading);
    loading.catch(() => this.#past.delete(row.number));
    for (const number of this.#past.keys()) {
      if (this.#past.size <= MOST_PAST) break;
      this.#past.delete(number);
    }
    return loading;
  }

  async #read(row: queries.GenerationRow): Promise<LoadedCoverage> {
    const kysely = this.#db;
    const [outline, units, grids, certificate] = await Promise.all([
      queries.readOutline(kysely, this.#district, row.number),
      queries.readUnits(kysely, this.#district, row.number),
      queries.readGrids(kysely, this.#district, row.number),
      queries.findCertificate(kysely, this.#district, row.number),
    ]);
    if (!outline || !certificate) throw new Error(`generation ${row.number} is incomplete in the database`);
    const district = { code: this.#district, name: outline.name };
    const loaded = new LoadedCoverage(row, district, outline, units, grids, certificate);
    this.#noteOutline(loaded);
    return loaded;
  }

  #noteOutline({ generation, outlineFaults }: LoadedCoverage): void {
    if (outlineFaults.length === 0 || this.#outlineBreaches.has(generation)) return;
    this.#outlineBreaches.set(generation, outlineFaults.length);
    this.#log.error({ generation, faults: outlineFaults.length }, 'a published generation leaves the mandated outline');
  }
}
