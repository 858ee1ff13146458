import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import type { Edit } from '../../../server/core/coverage/edits/schemas.ts';
import { edgesOf } from '../../../server/core/geometry/edges.ts';
import { Problem } from '../../../web/api/client.ts';
import { EditSession } from '../../../web/planner/drawing/session/editSession.ts';
import { flushUnsent } from '../../../web/planner/drawing/session/flushUnsent.ts';
import type { Unsent, UnsentStore } from '../../../web/planner/drawing/session/unsent.ts';
import { fourSquares, place } from '../coverage/edits/grounds.ts';
import { PlannedService, type Weather } from './plannedService.ts';

class MemoryStore implements UnsentStore {
  kept: readonly Unsent[] = [];
  read = () => structuredClone([...this.kept]);
  write = (unsent: readonly Unsent[]) => {
    this.kept = structuredClone(unsent);
  };
  settle = (key: string) => {
    this.kept = this.kept.filter((each) => each.key !== key);
  };
}

let keys = 0;
function sessionOn(
  service: PlannedService,
  store: UnsentStore = new MemoryStore(),
  isBeyond = (_code: string) => false,
): EditSession {
  const newKey = () => `key ${keys++}`;
  return new EditSession({
    ground: fourSquares(),
    revision: 0,
    undo: null,
    redo: null,
    isBeyond,
    line: service,
    store,
    newKey,
  });
}

/** What a ground holds, independent of where its rings begin. */
const stateOf = (ground: EditableCoverage) => ({
  grids: [...ground.grids()]
    .map(
      ({ code, name, area, revision }) =>
        `${code} ${name} ${revision} ${[...edgesOf(area)].map(String).sort().join(' ')}`,
    )
    .sort(),
  outline: ground.outlineEdges().map(String).sort(),
});

const rename = (grid: string, name: string): Edit => ({ op: 'rename', grid, name });
const SPLIT: Edit = { op: 'split', grid: '050101', line: [place(1, -0.1), place(1, 2.1)] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
/** Lets answers come, and pauses pass. */
const settled = () => vi.advanceTimersByTimeAsync(120_000);

describe('an edit', () => {
  test('stands at once, and is what the service makes of it when it is answered', async () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service);
    expect(session.apply(SPLIT).refusal).toBeUndefined();
    expect(session.ground.find('050104')).toBeDefined();
    expect(session.view).toMatchObject({ unsent: 1, saving: 'saving', undo: { op: 'split' } });
    await settled();
    expect(session.view).toMatchObject({ unsent: 0, saving: 'saved', revision: 1, undo: { op: 'split' } });
    expect(stateOf(session.ground)).toEqual(stateOf(service.ground));
  });

  test('that cannot be changes nothing and says why', () => {
    const session = sessionOn(new PlannedService(fourSquares()));
    const before = stateOf(session.ground);
    const trial = session.apply({ ...SPLIT, line: [place(1, 0.5), place(1, 2.1)] });
    expect(trial.refusal).toMatchObject({ reason: 'line-starts-inside', grids: [] });
    expect(stateOf(session.ground)).toEqual(before);
    expect(session.view).toMatchObject({ unsent: 0, version: 0 });
  });

  test('takes the code the service gives, where that knows of more codes that are taken', async () => {
    const service = new PlannedService(fourSquares());
    service.ground.reserve(['050104']);
    const session = sessionOn(service);
    session.apply(SPLIT);
    await settled();
    expect(session.ground.find('050104')).toBeUndefined();
    expect(stateOf(session.ground)).toEqual(stateOf(service.ground));
  });

  test('of a grid beyond one’s area is refused before it is sent, but a corner on its edge is not', () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service, new MemoryStore(), (code) => code.startsWith('0502'));
    const corner = { from: place(2, 2), to: place(2.1, 2.1) };
    expect(session.try({ op: 'moveVertices', moves: [corner] }).refusal).toMatchObject({
      reason: 'beyond-scope',
      grids: ['050201'],
    });
    expect(session.try({ op: 'split', grid: '050103', line: [place(-0.1, 3), place(2.1, 3)] }).change).toBeDefined();
  });
});

describe('going back', () => {
  test('further than there is anything to go back over is left out in silence, however fast it is asked for', async () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service);
    session.apply(rename('050101', '甲'));
    await settled();
    for (let times = 0; times < 10; times++) session.undo();
    await settled();
    expect(service.record.map(({ op }) => op)).toEqual(['rename', 'undo']);
    expect(session.view).toMatchObject({ unsent: 0, saving: 'saved', reports: [], undo: null });
  });
});

describe('a lost connection', () => {
  test('keeps the edits, says so, and sends them in order when it is back', async () => {
    const service = new PlannedService(fourSquares());
    const store = new MemoryStore();
    const session = sessionOn(service, store);
    service.weather = () => 'unreachable';
    session.apply(rename('050101', '甲'));
    session.apply(SPLIT);
    session.apply(rename('050104', '乙'));
    await settled();
    expect(session.view).toMatchObject({ unsent: 3, saving: 'offline' });
    expect(store.kept).toHaveLength(3);
    service.weather = () => 'fair';
    session.wake();
    await settled();
    expect(service.record.map(({ op }) => op)).toEqual(['rename', 'split', 'rename']);
    expect(session.view).toMatchObject({ unsent: 0, saving: 'saved', reports: [] });
    expect(store.kept).toEqual([]);
    expect(stateOf(session.ground)).toEqual(stateOf(service.ground));
  });

  test('that loses only an answer does not make the edit twice', async () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service);
    const weather: Weather[] = ['answer-lost', 'unreachable', 'answer-lost'];
    service.weather = () => weather.shift() ?? 'fair';
    session.apply(SPLIT);
    session.apply(rename('050102', '丙'));
    await settled();
    expect(service.record.map(({ op }) => op)).toEqual(['split', 'rename']);
    expect(session.view.reports).toEqual([]);
  });

  test('over the end of the page: the next page sends what was kept, once, and reports what is not taken any more', async () => {
    const service = new PlannedService(fourSquares());
    const store = new MemoryStore();
    const session = sessionOn(service, store);
    const weather: Weather[] = ['answer-lost'];
    service.weather = () => weather.shift() ?? 'unreachable';
    session.apply(rename('050101', '甲'));
    session.apply(rename('050102', '乙'));
    session.apply(rename('050103', '丙'));
    await vi.advanceTimersByTimeAsync(0);
    service.weather = () => 'fair';
    service.apply(rename('050102', '别人先改'));
    const reports = await flushUnsent(store, service, () => undefined);
    expect(service.record.map(({ codes }) => codes[0])).toEqual(['050101', '050102', '050103']);
    expect(reports).toMatchObject([{ op: 'rename', grids: ['050102'], refusal: { reason: 'stale' } }]);
    expect(store.kept).toEqual([]);
  });

  test('can be waited out: what was not sent can be undone and redone meanwhile', async () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service);
    service.weather = () => 'unreachable';
    session.apply(rename('050101', '甲'));
    session.apply(rename('050102', '乙'));
    await vi.advanceTimersByTimeAsync(0);
    session.undo();
    expect(session.ground.find('050102')?.name).toBe('网格050102');
    expect(session.view).toMatchObject({ unsent: 1, redo: { op: 'rename' } });
    session.redo();
    expect(session.ground.find('050102')?.name).toBe('乙');
    service.weather = () => 'fair';
    await settled();
    expect(service.record).toHaveLength(2);
  });
});

describe('other planners', () => {
  test('who changed the same grid first: the edit comes off and is reported with what leaned on it, the rest stays', async () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service);
    service.apply(rename('050101', '别人'));
    session.apply(rename('050101', '我'));
    session.apply(rename('050102', '我的'));
    session.apply(SPLIT);
    await settled();
    expect(session.view.reports).toMatchObject([
      { op: 'rename', grids: ['050101'], refusal: { reason: 'stale', grids: ['050101'] } },
      { op: 'split', refusal: { reason: 'stale' } },
    ]);
    expect(service.record.map(({ op, codes }) => `${op} ${codes.join()}`)).toEqual(['rename 050101', 'rename 050102']);
    expect(stateOf(session.ground)).toEqual(stateOf(service.ground));
    session.dismiss(session.view.reports[0]?.id ?? '');
    expect(session.view.reports).toHaveLength(1);
  });

  test('who changed other grids are followed, between one’s own edits too', async () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service);
    service.apply(rename('050201', '别人'));
    session.apply(rename('050101', '我'));
    await settled();
    expect(session.ground.find('050201')?.name).toBe('别人');
    service.apply({ op: 'merge', grids: ['050103', '050201'], keep: '050103' });
    await session.follow();
    expect(session.ground.find('050201')).toBeUndefined();
    expect(session.view.revision).toBe(service.revision);
    expect(stateOf(session.ground)).toEqual(stateOf(service.ground));
  });
});

describe('a step back', () => {
  test('is sent after what was done, and takes the edit off when it is answered', async () => {
    const service = new PlannedService(fourSquares());
    const session = sessionOn(service);
    session.apply(SPLIT);
    session.undo();
    await settled();
    expect(service.record.map(({ op }) => op)).toEqual(['split', 'undo']);
    expect(session.ground.find('050104')).toBeUndefined();
    expect(session.view).toMatchObject({ undo: null, reports: [] });
  });

  test('with nothing to go back to sends nothing', () => {
    const session = sessionOn(new PlannedService(fourSquares()));
    session.undo();
    session.redo();
    expect(session.view.unsent).toBe(0);
  });
});

test('a session that ends keeps the edits for the next page', async () => {
  const service = new PlannedService(fourSquares());
  const store = new MemoryStore();
  const session = sessionOn(service, store);
  service.refuseNext = new Problem(401, { code: 'unauthenticated' });
  session.apply(rename('050101', '甲'));
  await settled();
  expect(session.view).toMatchObject({ saving: 'signed-out', unsent: 1 });
  expect(await flushUnsent(store, service, () => undefined)).toEqual([]);
  expect(service.ground.find('050101')?.name).toBe('甲');
});

test('in any weather and among others, the session ends up as the record is, and every own edit is in it or reported', async () => {
  const codes = ['050101', '050102', '050103', '050201'];
  const line = (share: number): Edit => ({
    op: 'split',
    grid: '050101',
    line: [place(share, -0.1), place(share, 2.1)],
  });
  const edits = fc.oneof(
    fc
      .tuple(fc.constantFrom(...codes), fc.string({ minLength: 1, maxLength: 4 }))
      .map(([grid, name]) => rename(grid, `名${name}`)),
    fc.integer({ min: 2, max: 18 }).map((tenths) => line(tenths / 10)),
    fc
      .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }))
      .map(
        ([x, y]): Edit => ({ op: 'moveVertices', moves: [{ from: place(2, 2), to: place(2 + x / 10, 2 + y / 10) }] }),
      ),
  );
  const happenings = fc.array(
    fc.oneof(
      fc.record({ what: fc.constant('own' as const), edit: edits }),
      fc.record({ what: fc.constant('other' as const), edit: edits }),
      fc.record({ what: fc.constantFrom('undo' as const, 'redo' as const, 'pause' as const, 'follow' as const) }),
    ),
    { maxLength: 14 },
  );
  const weathers = fc.infiniteStream(fc.constantFrom<Weather>('fair', 'fair', 'unreachable', 'answer-lost'));
  await fc.assert(
    fc.asyncProperty(happenings, weathers, async (story, weather) => {
      const service = new PlannedService(fourSquares());
      const session = sessionOn(service);
      service.weather = () => weather.next().value as Weather;
      const count = { own: 0, others: 0, steps: 0 };
      for (const each of story) {
        if (each.what === 'own' && session.apply(each.edit).change) count.own++;
        if (each.what === 'other' && isTaken(service, each.edit)) count.others++;
        if (each.what === 'undo' || each.what === 'redo') {
          count.steps++;
          session[each.what]();
        }
        if (each.what === 'pause') await vi.advanceTimersByTimeAsync(1500);
        if (each.what === 'follow') void session.follow();
      }
      await settled();
      service.weather = () => 'fair';
      await settled();
      await session.follow();
      expect(session.view).toMatchObject({ unsent: 0, outdated: false });
      expect(session.view.revision).toBe(service.revision);
      expect(stateOf(session.ground)).toEqual(stateOf(service.ground));
      if (count.steps === 0) expect(service.revision - count.others + session.view.reports.length).toBe(count.own);
    }),
    { numRuns: 500 },
  );
});

function isTaken(service: PlannedService, edit: Edit): boolean {
  try {
    service.apply(edit);
    return true;
  } catch {
    // What cannot be done to the plan as it stands is nobody's edit.
    return false;
  }
}
