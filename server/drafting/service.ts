import { randomInt, randomUUID } from 'node:crypto';
import { unitOf } from '../core/codes/codes.ts';
import type { Change } from '../core/coverage/change.ts';
import type { Grid, Named } from '../core/coverage/model.ts';
import { badCount, MOST_GRIDS_PER_UNIT, type UnitsDraft } from '../core/drafting/draftUnits.ts';
import type { DraftWeights } from '../core/drafting/model.ts';
import type { DraftOrder, DraftOutcome, DraftState, DraftWeight } from '../core/drafting/schemas.ts';
import { Fault } from '../core/fault.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import { covers, holds } from '../core/people/rights.ts';
import type { CoverageService } from '../coverage/service.ts';
import type { Log } from '../log/log.ts';
import type { PlacesService } from '../places/service.ts';
import type { DraftPool } from './draftPool.ts';

/** The state of a plan that a draft starts from. */
export interface PlanGround {
  /** The code prefix its edits stay within. */
  scope: string;
  grids: readonly Grid[];
  units: readonly Named[];
  /** The next codes of a unit. Throws `conflict` when there are not so many. */
  newCodes: (unit: string, count: number) => string[];
}

/** What drafting asks of plans. */
export interface PlansForDrafts {
  /** The plan as it is now. Throws when there is none, or when this person may not edit it now. */
  draftGround(caller: KnownCaller, planId: string): Promise<PlanGround>;
  /** Records a change as one edit, checked like any other. Throws `stale` when its grids have moved on. */
  applyChange(
    caller: KnownCaller,
    planId: string,
    edit: { kind: 'draft'; op: 'draft'; note: string; args: DraftOrder },
    change: Change,
  ): Promise<{ revision: number }>;
}

interface Job {
  planId: string;
  state: DraftState;
  cancel: SharedArrayBuffer;
  /** No longer to be stopped: its change is being recorded. */
  isApplying: boolean;
}

/** A finished job is remembered so long. */
const FORGET_MS = 3_600_000;

/** Drafts of plans as jobs: made on a thread, applied to the plan as one edit. Jobs live in the process that started them. */
export class DraftService {
  readonly #plans: PlansForDrafts;
  readonly #coverage: Pick<CoverageService, 'basemap'>;
  readonly #places: Pick<PlacesService, 'weights'>;
  readonly #pool: DraftPool;
  readonly #log: Log;
  readonly #jobs = new Map<string, Job>();

  constructor(
    plans: PlansForDrafts,
    coverage: Pick<CoverageService, 'basemap'>,
    places: Pick<PlacesService, 'weights'>,
    pool: DraftPool,
    log: Log,
  ) {
    this.#plans = plans;
    this.#coverage = coverage;
    this.#places = places;
    this.#pool = pool;
    this.#log = log;
  }

  /** Begins a draft. Throws `forbidden` outside the person's scope, `invalid-input` for an order that cannot be met. */
  async start(caller: KnownCaller, planId: string, order: DraftOrder): Promise<DraftState> {
    if (!holds(caller.principal.roles, 'planBorders', order.within))
      throw new Fault('forbidden', `Your roles do not let you divide ${order.within}.`);
    const ground = await this.#plans.draftGround(caller, planId);
    if (!covers(ground.scope, order.within))
      throw new Fault('forbidden', `This plan is for ${ground.scope}; it cannot divide ${order.within}.`);
    const units = unitsWithin(ground, order.within);
    const free = units.map((unit) => freeCodes(ground, unit));
    const most = units.map((unit, u) => mostGrids(ground, unit, free[u] as string[]));
    if (order.count < units.length || order.count > most.reduce((sum, one) => sum + one, 0)) throw badCount(most);
    const weights = await this.#weightsOf(order.weight);
    this.#pool.demandRoom();
    const seed = order.seed ?? randomInt(2 ** 32);
    const job: Job = {
      planId,
      state: { id: randomUUID(), state: 'running', step: 'network', fraction: 0 },
      cancel: new SharedArrayBuffer(4),
      isApplying: false,
    };
    this.#jobs.set(job.state.id, job);
    const task = {
      input: { grids: ground.grids, units, count: order.count, most, weights, seed },
      basemap: await this.#coverage.basemap(),
      districtUnits: ground.units,
      freeCodes: units.map((unit, u) => [unit, free[u] as string[]] as const),
      note: `Draft ${order.count} grids in ${order.within}`,
      cancel: job.cancel,
    };
    void this.#run(job, caller, { ...order, seed }, task);
    return job.state;
  }

  /** The state of a draft. Throws `not-found`. */
  get(planId: string, id: string): DraftState {
    return this.#job(planId, id).state;
  }

  /** Stops a draft that is running; one that has ended stays as it is. */
  cancel(planId: string, id: string): DraftState {
    const job = this.#job(planId, id);
    if (job.state.state === 'running' && !job.isApplying) {
      Atomics.store(new Int32Array(job.cancel), 0, 1);
      this.#end(job, { state: 'cancelled' });
    }
    return job.state;
  }

  #job(planId: string, id: string): Job {
    const job = this.#jobs.get(id);
    if (job?.planId !== planId) throw new Fault('not-found', 'There is no such draft.');
    return job;
  }

  async #run(
    job: Job,
    caller: KnownCaller,
    order: DraftOrder & { seed: number },
    task: Parameters<DraftPool['run']>[0],
  ): Promise<void> {
    try {
      const answer = await this.#pool.run(task, (step, fraction) => {
        if (job.state.state === 'running' && !job.isApplying) job.state = { ...job.state, step, fraction };
      });
      if (job.state.state !== 'running' || 'cancelled' in answer) return;
      if ('fault' in answer) {
        const { code, detail } = answer.fault;
        this.#end(job, { state: 'failed', error: { code, detail } });
        return;
      }
      job.isApplying = true;
      job.state = { ...job.state, step: 'apply', fraction: 0.99 };
      const edit = { kind: 'draft', op: 'draft', note: task.note, args: order } as const;
      const { revision } = await this.#plans.applyChange(caller, job.planId, edit, answer.change);
      const result = outcomeOf(order, answer.draft, answer.change, task.input.grids, revision);
      this.#end(job, { state: 'done', fraction: 1, result });
    } catch (error) {
      if (job.state.state !== 'running') return;
      this.#end(job, { state: 'failed', error: this.#reasonOf(error) });
    }
  }

  #reasonOf(error: unknown): { code: string; detail: string } {
    if (error instanceof Fault) return { code: error.code, detail: error.detail };
    if (error instanceof Error && error.name === 'AbortError')
      return { code: 'too-large', detail: 'The draft took too long and was given up.' };
    this.#log.error({ err: error }, 'a draft failed');
    return { code: 'unavailable', detail: 'Something went wrong while drafting.' };
  }

  #end(job: Job, change: Partial<DraftState>): void {
    job.state = { ...job.state, ...change };
    setTimeout(() => this.#jobs.delete(job.state.id), FORGET_MS).unref();
  }

  async #weightsOf(weight: DraftWeight): Promise<DraftWeights> {
    if (weight === 'area') return 'area';
    const { x, y, weight: weights } = await this.#places.weights(weight === 'businesses' ? 'business' : 'address');
    return { x, y, weight: weights };
  }
}

/** The units to be divided. Throws `invalid-input` where there are none. */
function unitsWithin({ grids }: PlanGround, within: string): string[] {
  const units = [...new Set(grids.map(({ code }) => unitOf(code)))].filter((unit) => unit.startsWith(within)).sort();
  if (units.length > 0) return units;
  throw new Fault('invalid-input', `There are no grids in ${within}.`, [{ path: '/within', message: 'has no grids' }]);
}

/** All codes a unit has left, lowest first. */
function freeCodes(ground: PlanGround, unit: string): string[] {
  try {
    const [next] = ground.newCodes(unit, 1) as [string];
    return ground.newCodes(unit, MOST_GRIDS_PER_UNIT + 1 - Number(next.slice(4)));
  } catch (error) {
    if (error instanceof Fault && error.code === 'conflict') return [];
    throw error;
  }
}

/** A part goes on as an old grid or takes a number that is left. */
const mostGrids = ({ grids }: PlanGround, unit: string, free: readonly string[]): number =>
  Math.min(MOST_GRIDS_PER_UNIT, grids.filter(({ code }) => unitOf(code) === unit).length + free.length);

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function outcomeOf(
  { weight, seed }: DraftOrder & { seed: number },
  draft: UnitsDraft,
  change: Change,
  before: readonly Grid[],
  revision: number,
): DraftOutcome {
  const known = new Set(before.map(({ code }) => code));
  const drafted = new Set(draft.units.map(({ unit }) => unit));
  const put = change.put.map(({ code }) => code).filter((code) => drafted.has(unitOf(code)));
  const plain = ({ mean, largestDeviation, coefficientOfVariation }: UnitsDraft['balance']) => ({
    mean,
    largestDeviation,
    coefficientOfVariation,
  });
  return {
    seed,
    weight,
    balance: plain(draft.balance),
    compactness: draft.compactness,
    shareOfBorderOnLines: draft.shareOfBorderOnLines,
    units: draft.units.map(({ unit, parts, balance, leastDeviation, compactness, shareOfBorderOnLines }) => ({
      unit,
      grids: parts.length,
      balance: plain(balance),
      leastDeviation,
      compactness: average(compactness),
      shareOfBorderOnLines,
    })),
    created: put.filter((code) => !known.has(code)),
    kept: put.filter((code) => known.has(code)),
    removed: [...change.remove],
    revision,
  };
}
