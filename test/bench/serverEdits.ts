import type { Change } from '../../server/core/coverage/change.ts';
import { changeFor, demandBalance, passagesBetween } from './built.ts';
import { moveOf, splitOf } from './edits.ts';
import { median, type Row } from './measure.ts';
import { type BenchPostgres, withPostgres } from './postgres.ts';
import { type ServedDistrict, serveDistrict, WISHES } from './servedDistricts.ts';

/** Edits of each kind that are measured; what comes before them warms up. */
const EDITS = 100;
const WARM_UP = 20;
/** Plans whose first edit is measured. */
const PLANS = 5;
/** The books may take such a part of an edit. */
const MOST_SHARE = 0.2;

type Kind = 'first' | 'move' | 'split' | 'undo';
const WHAT: Record<Kind, string> = {
  first: 'first edit of a plan, through HTTP',
  move: 'move of a shared corner, through HTTP',
  split: 'split, through HTTP',
  undo: 'undo of a split, through HTTP',
};

/** What an edit of a plan costs whoever sends it: the built server on PostgreSQL with PostGIS, districts of several sizes taking turns. */
export async function benchServerEdits(): Promise<Row[]> {
  const measured = await withPostgres(rowsOn);
  if (!('missing' in measured)) return measured;
  return [
    { what: WHAT.move, size: '', ours: null, unit: 'ms', target: `not measured: ${measured.missing}`, met: null },
  ];
}

async function rowsOn(postgres: BenchPostgres): Promise<Row[]> {
  const planners: Planner[] = [];
  try {
    for (const wish of WISHES) planners.push(await Planner.of(await serveDistrict(postgres, wish)));
    // One after the other, so that whatever else the machine does meets all of them.
    for (let plan = 0; plan < PLANS; plan++) for (const planner of planners) await planner.begin();
    for (let edit = 0; edit < WARM_UP + EDITS; edit++) for (const planner of planners) await planner.work();
    const rows = (Object.keys(WHAT) as Kind[]).flatMap((kind) => rowsOf(kind, planners, postgres.version));
    return [...rows, ...planners.map(booksRowOf)];
  } finally {
    await Promise.all(planners.map(({ district }) => district.server.stop()));
  }
}

function rowsOf(kind: Kind, planners: readonly Planner[], version: string): Row[] {
  const [small, ...larger] = planners.map((planner) => ({ ...planner.district, ours: planner.median(kind) }));
  if (!small) return [];
  const rowOf = ({ size, ours }: { size: string; ours: number }): Row => ({
    what: `${WHAT[kind]} (${version})`,
    size,
    ours,
    unit: 'ms',
    target: '',
    met: null,
  });
  return [
    rowOf(small),
    ...larger.map((district): Row => {
      const ratio = district.ours / small.ours;
      const compared = { ...rowOf(district), peer: small.size, theirs: small.ours, ratio };
      // The first edit reads the whole district into memory, once for each plan and process.
      return kind === 'first'
        ? compared
        : { ...compared, target: `≤ 1.5× the cost at ${small.size}`, met: ratio <= 1.5 };
    }),
  ];
}

/** What the books of ground take of a move: kept in the engine, and checked once more on the rows it is written over. */
function booksRowOf(planner: Planner): Row {
  const [ours, theirs] = [planner.booksMedian(), planner.median('move')];
  return {
    what: 'books of ground of a move, engine only',
    size: planner.district.size,
    ours,
    unit: 'ms',
    peer: 'the whole move',
    theirs,
    ratio: ours / theirs,
    target: `≤ ${MOST_SHARE}× of the move`,
    met: ours / theirs <= MOST_SHARE,
  };
}

/** One person at one district's plans, who takes the time of every answer. */
class Planner {
  readonly district: ServedDistrict;
  readonly #cookie: string;
  readonly #times: Record<Kind, number[]> = { first: [], move: [], split: [], undo: [] };
  readonly #books: number[] = [];
  #plan = '';
  #edits = 0;

  private constructor(district: ServedDistrict, cookie: string) {
    this.district = district;
    this.#cookie = cookie;
  }

  static async of(district: ServedDistrict): Promise<Planner> {
    return new Planner(district, await district.server.signIn('admin'));
  }

  /** The median of one kind of request in milliseconds. */
  median(kind: Kind): number {
    return median(kind === 'first' ? this.#times.first : this.#times[kind].slice(WARM_UP));
  }

  booksMedian(): number {
    return median(this.#books.slice(WARM_UP));
  }

  /** Begins a plan with its first edit, which is taken back. */
  async begin(): Promise<void> {
    this.#plan = (await this.#post<{ id: string }>('/plans', { title: 'bench' })).id;
    await this.#timed('first', `/plans/${this.#plan}/edits`, splitOf(this.district.ground, this.#next()));
    await this.#post(`/plans/${this.#plan}/undo`);
  }

  /** Moves a corner, splits a grid and takes the split back. */
  async work(): Promise<void> {
    const { ground } = this.district;
    const move = moveOf(ground, this.#next());
    await this.#timed('move', `/plans/${this.#plan}/edits`, move);
    const change = changeFor(ground, move);
    this.#keepBooks(change);
    ground.apply(change);
    await this.#timed('split', `/plans/${this.#plan}/edits`, splitOf(ground, this.#next()));
    await this.#timed('undo', `/plans/${this.#plan}/undo`);
  }

  #keepBooks({ put, remove }: Change): void {
    const codes = [...put.map(({ code }) => code), ...remove];
    const before = codes.flatMap((code) => this.district.ground.find(code) ?? []);
    const start = performance.now();
    const passages = passagesBetween(before, put);
    demandBalance(before, put, passages);
    demandBalance(before, put, passages);
    this.#books.push(performance.now() - start);
  }

  #next() {
    const { grids, ground } = this.district;
    const { code } = grids[(this.#edits++ * 7919) % grids.length] as { code: string };
    return ground.get(code, '');
  }

  async #timed(kind: Kind, path: string, body?: object): Promise<void> {
    const start = performance.now();
    await this.#post(path, body);
    this.#times[kind].push(performance.now() - start);
  }

  async #post<T>(path: string, body?: object): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.district.server.port}/api/v1${path}`, {
      method: 'POST',
      headers: { cookie: this.#cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  }
}
