import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { systemClock } from '../../clock/clock.ts';
import { type SecondOpinion, summaryOfFindings, unfinishedOpinion } from '../../core/coverage/secondOpinion.ts';
import type { Database } from '../../db/database.ts';
import { Poller } from '../../db/poller.ts';
import type { Tables } from '../../db/tables.ts';
import { isTrouble } from '../../db/trouble.ts';
import { type Log, silentLog } from '../../log/log.ts';
import type { PublishedCoverages } from '../publishedCoverages.ts';
import { judge } from './judge.ts';
import * as queries from './opinionQueries.ts';
import { servedBy } from './served.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Lets PostGIS judge what is published. */
    secondOpinions: SecondOpinions;
  }
}

/** So often each process looks for generations without an opinion, and for opinions others have given. */
const LOOK_EVERY_MS = 1_000;
const RENEW_EVERY_MS = 10_000;
/** The one session of the embedded database is left to others as long as the last statement took, but for no longer than this. */
const LONGEST_PAUSE_MS = 100;
/** A generation whose judging ends in an error so many times gets that as its opinion. */
const MOST_ATTEMPTS = 5;
const PAUSE_AFTER_ERROR_SECONDS = 30;
const LARGEST_SEED = 2 ** 32;

export interface SecondOpinionOptions {
  log?: Log;
  now?: () => Date;
  seed?: () => number;
}

/** Thrown between two statements: the service stops, or another process has taken the generation over. */
class BrokenOff extends Error {}

/**
 * Lets PostGIS judge every published generation, newest first, in the background. The right to judge one is a row with a time
 * limit: of several processes one does it, and after a death another begins anew. Keeps the opinions on what is in force or to come.
 */
export class SecondOpinions {
  readonly #db: Kysely<Tables>;
  readonly #kind: Database['kind'];
  readonly #published: PublishedCoverages;
  readonly #log: Log;
  readonly #now: () => Date;
  readonly #seed: () => number;
  /** Of the generation in force and those to come; null while there is none. */
  #opinions: ReadonlyMap<number, SecondOpinion | null> = new Map();
  readonly #poller: Poller;
  #stopping = false;

  constructor(database: Database, published: PublishedCoverages, options: SecondOpinionOptions = {}) {
    this.#db = database.within([published.district]);
    this.#kind = database.kind;
    this.#published = published;
    this.#log = options.log ?? silentLog;
    this.#now = options.now ?? systemClock;
    this.#seed = options.seed ?? (() => randomInt(LARGEST_SEED));
    this.#poller = new Poller({
      everyMs: LOOK_EVERY_MS,
      look: () => this.#look(),
      failure: 'the second opinions could not be read',
      log: () => this.#log,
    });
  }

  /** What PostGIS says of a generation that is in force or to come; null while it has not said anything. */
  of(generation: number): SecondOpinion | null {
    return this.#opinions.get(generation) ?? null;
  }

  /** The generations in force or to come that PostGIS does not agree with, and those it has not judged yet. */
  standing(): { disagreeing: readonly [number, SecondOpinion][]; pending: readonly number[] } {
    const disagreeing: [number, SecondOpinion][] = [];
    const pending: number[] = [];
    for (const [generation, opinion] of this.#opinions) {
      if (opinion === null) pending.push(generation);
      else if (!opinion.ok) disagreeing.push([generation, opinion]);
    }
    return { disagreeing, pending };
  }

  /** For `/readyz`: rejects where PostGIS does not agree. */
  probe(): Promise<string> {
    const { disagreeing, pending } = this.standing();
    const reasons = disagreeing.map(([number, opinion]) => `generation ${number}: ${summaryOfFindings(opinion)}`);
    if (reasons.length > 0)
      return Promise.reject(new Error(`PostGIS does not agree with what is published: ${reasons.join('. ')}.`));
    return Promise.resolve(pending.length > 0 ? 'pending' : this.#opinions.size > 0 ? 'agrees' : 'none');
  }

  start(): void {
    this.#poller.start();
  }

  /** Judges what has no opinion yet. Never throws: what fails is said in the log and tried again. */
  look(): Promise<void> {
    return this.#poller.look();
  }

  /** Breaks off what is under way, for another process or the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#poller.stop();
  }

  async #look(): Promise<void> {
    while (!this.#stopping) {
      await this.#readOpinions();
      const claim = await queries.claimNext(this.#db, this.#published.district, randomUUID());
      if (!claim) return;
      await this.#take(claim);
    }
  }

  async #readOpinions(): Promise<void> {
    const inForce = this.#published.current()?.generation ?? 1;
    const before = this.#opinions;
    this.#opinions = await queries.readOpinions(this.#db, this.#published.district, inForce);
    for (const [generation, opinion] of this.#opinions)
      if (opinion && opinion.at !== before.get(generation)?.at) this.#tell(generation, opinion);
  }

  #tell(generation: number, opinion: SecondOpinion): void {
    const { ok, by, symmetricDifferenceSquareMetres, hausdorffMetres, tookMilliseconds } = opinion;
    const figures = { generation, by, symmetricDifferenceSquareMetres, hausdorffMetres, tookMilliseconds };
    if (ok) this.#log.info(figures, 'PostGIS agrees with a published generation');
    else
      this.#log.error(
        { ...figures, findings: summaryOfFindings(opinion) },
        'PostGIS does not agree with a published generation',
      );
  }

  async #take(claim: queries.Claim): Promise<void> {
    const kysely = this.#db;
    try {
      if (claim.attempts > MOST_ATTEMPTS) throw new Error(`it was begun ${MOST_ATTEMPTS} times and never ended`);
      await queries.storeClaimed(kysely, claim, await this.#judge(claim));
    } catch (error) {
      if (isTrouble(error)) throw error;
      if (error instanceof BrokenOff) {
        await queries.releaseClaim(kysely, claim, 0);
        return;
      }
      this.#log.error({ err: error, generation: claim.generation }, 'the second opinion on a generation failed');
      const reason = error instanceof Error ? error.message : String(error);
      if (claim.attempts >= MOST_ATTEMPTS)
        await queries.storeClaimed(kysely, claim, unfinishedOpinion(reason, this.#now()));
      else await queries.releaseClaim(kysely, claim, PAUSE_AFTER_ERROR_SECONDS);
    }
  }

  async #judge(claim: queries.Claim): Promise<SecondOpinion> {
    let renewed = performance.now();
    let asked = performance.now();
    return judge({
      kysely: this.#db,
      subject: claim,
      served: await servedBy(this.#published, claim.generation),
      seed: this.#seed(),
      now: this.#now,
      step: async () => {
        if (this.#kind === 'embedded') await sleep(Math.min(performance.now() - asked, LONGEST_PAUSE_MS));
        asked = performance.now();
        if (this.#stopping) throw new BrokenOff();
        if (performance.now() - renewed < RENEW_EVERY_MS) return;
        renewed = performance.now();
        if (!(await queries.renewClaim(this.#db, claim))) throw new BrokenOff();
      },
    });
  }
}
