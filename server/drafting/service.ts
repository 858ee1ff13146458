import { randomInt } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
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
import type { RequestKey } from '../http/requestKey.ts';
import type { JobContext, JobEnd } from '../jobs/jobKinds.ts';
import type { JobRow } from '../jobs/queries.ts';
import type { Jobs } from '../jobs/service.ts';
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

/** Drafts wait for a free thread; more than this many waiting are told to come back. */
const MOST_WAITING = 8;

/** What drafting asks of plans. */
export interface PlansForDrafts {
  /** Throws `not-found` for a plan that this person may not see. */
  find(caller: KnownCaller, planId: string): Promise<unknown>;
  /** The plan as it is now. Throws when there is none, or when this person may not edit it now. */
  draftGround(caller: KnownCaller, planId: string): Promise<PlanGround>;
  /** Records a change as one edit, checked like any other. Throws `stale` when its grids have moved on. */
  applyChange(
    caller: KnownCaller,
    planId: string,
    edit: { kind: 'draft'; op: 'draft'; note: string; args: DraftOrder },
    change: Change,
    request: RequestKey,
  ): Promise<{ revision: number }>;
}

/** What a draft's job is asked for with. */
interface DraftInput {
  planId: string;
  order: DraftOrder & { seed: number };
}

/** What the service asks of jobs. */
export type JobsForDrafts = Pick<Jobs, 'ask' | 'peek' | 'cancel' | 'register'>;

const KIND = 'draft';

/** Drafts of plans as jobs: made on a thread, applied to the plan as one edit. */
export class DraftService {
  readonly #plans: PlansForDrafts;
  readonly #coverage: Pick<CoverageService, 'basemap'>;
  readonly #places: Pick<PlacesService, 'weights'>;
  readonly #pool: DraftPool;
  readonly #jobs: JobsForDrafts;
  readonly #clock: Clock;

  constructor(
    plans: PlansForDrafts,
    coverage: Pick<CoverageService, 'basemap'>,
    places: Pick<PlacesService, 'weights'>,
    pool: DraftPool,
    jobs: JobsForDrafts,
    clock: Clock,
  ) {
    this.#plans = plans;
    this.#coverage = coverage;
    this.#places = places;
    this.#pool = pool;
    this.#jobs = jobs;
    this.#clock = clock;
    jobs.register({
      name: KIND,
      unit: 'share',
      atOnce: 1,
      mostWaiting: MOST_WAITING,
      run: (input, context) => this.#run(input as DraftInput, context),
      maySee: (caller, job) => this.#maySee(caller, job.subject),
    });
  }

  /** Begins a draft. Throws `forbidden` outside the person's scope, `invalid-input` for an order that cannot be met. */
  async start(caller: KnownCaller, planId: string, order: DraftOrder): Promise<DraftState> {
    const seeded = { ...order, seed: order.seed ?? randomInt(2 ** 32) };
    const { scope } = await this.#taskOf(caller, planId, seeded);
    const input: DraftInput = { planId, order: seeded };
    const job = await this.#jobs.ask(caller, { kind: KIND, scope, subject: planId, title: noteOf(order), input });
    return stateOf(job);
  }

  /** The state of a draft. Throws `not-found` for one of a plan that this person may not see. */
  async get(caller: KnownCaller, planId: string, id: string): Promise<DraftState> {
    return stateOf(await this.#job(caller, planId, id));
  }

  /** Stops a draft that is running; one that has ended stays as it is. */
  async cancel(caller: KnownCaller, planId: string, id: string): Promise<DraftState> {
    return stateOf(await this.#jobs.cancel(caller, await this.#job(caller, planId, id)));
  }

  async #job(caller: KnownCaller, planId: string, id: string): Promise<JobRow> {
    const job = await this.#jobs.peek(id);
    if (job?.kind !== KIND || job.subject !== planId || !(await this.#maySee(caller, planId)))
      throw new Fault('not-found', 'There is no such draft.');
    return job;
  }

  async #maySee(caller: KnownCaller, planId: string): Promise<boolean> {
    try {
      await this.#plans.find(caller, planId);
      return true;
    } catch (error) {
      if (error instanceof Fault && error.code === 'not-found') return false;
      throw error;
    }
  }

  /** The work of a draft on the plan as it is now. Throws when the order cannot be met on it. */
  async #taskOf(caller: KnownCaller, planId: string, order: DraftInput['order']) {
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
    const task = {
      input: { grids: ground.grids, units, count: order.count, most, weights, seed: order.seed },
      basemap: await this.#coverage.basemap(),
      districtUnits: ground.units,
      freeCodes: units.map((unit, u) => [unit, free[u] as string[]] as const),
      note: noteOf(order),
    };
    return { scope: ground.scope, task };
  }

  async #run({ planId, order }: DraftInput, context: JobContext): Promise<JobEnd> {
    const { caller, job, signal } = context;
    const { task } = await this.#taskOf(caller, planId, order);
    context.progress('network', 0, 1);
    const tell = (step: string, fraction: number) => context.progress(step, fraction, 1);
    const answer = await this.#pool.run(task, tell, signal);
    context.progress('apply', 0.99, 1);
    await context.beginEnd();
    const edit = { kind: 'draft', op: 'draft', note: task.note, args: order } as const;
    // Begun again after its process died it may have been recorded already: by the job's own key it is recorded once.
    const request = { key: `job ${job.id}`, sha256: job.id };
    const now = this.#clock();
    const before = task.input.grids;
    const { revision } = await this.#plans.applyChange({ ...caller, now }, planId, edit, answer.change, request);
    return { result: outcomeOf(order, answer.draft, answer.change, before, revision) };
  }

  async #weightsOf(weight: DraftWeight): Promise<DraftWeights> {
    if (weight === 'area') return 'area';
    const { x, y, weight: weights } = await this.#places.weights(weight === 'businesses' ? 'business' : 'address');
    return { x, y, weight: weights };
  }
}

const noteOf = ({ count, within }: DraftOrder): string => `Draft ${count} grids in ${within}`;

/** A draft as it is shown: one that waits for its turn is running. */
function stateOf({ id, state, steps, done, total, result, problem }: JobRow): DraftState {
  return {
    id,
    state: state === 'queued' ? 'running' : state,
    step: steps.at(-1) ?? 'network',
    fraction: done / total,
    ...(result === null ? {} : { result: result as DraftOutcome }),
    ...(problem === null ? {} : { error: { code: problem.code, detail: problem.detail } }),
  };
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
