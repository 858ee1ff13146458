import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportState } from '../../server/core/coverage/intake/schemas.ts';
import type { EditAnswer, PlanDetail, PlanSummary } from '../../server/core/plans/schemas.ts';
import { randomSource } from '../unit/coverage/randomCoverage.ts';
import { fourGrids, publishTo } from './district.ts';
import { PASSWORD, signIn, startApp, type TestApp } from './harness.ts';
import { formOf, Planner } from './planning.ts';
import { letTimesCome } from './setTimes.ts';

/**
 * Five accounts whose roles change do at random what the service lets them do. What the test itself saw being acknowledged tells who
 * changed, approved, set times and published what; nothing of the service's own books is asked.
 */
interface Held {
  role: 'planner' | 'approver' | 'admin';
  scope: string;
}
interface Person {
  id: string;
  name: string;
  roles: Held[];
  active: boolean;
  hands: Planner;
}
/** A plan as the answers told it. */
interface Seen {
  id: string;
  scope: string;
  /** Who made each edit that is not undone, by revision. */
  live: Map<number, Person>;
  undone: Map<number, Person>;
  submitter: Person | null;
  approval: { by: Person; revision: number } | null;
  scheduler: Person | null;
  state: string;
}

const STEPS = 600;
/** So many plans are under way at once, so that they meet and still reach their end. */
const MOST_OPEN = 3;
let started: TestApp;
let admin: Planner;

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
  admin = new Planner(started, await started.signIn('admin'));
});
afterAll(() => started.close());

const decides = ({ active, roles }: Person, scope: string): boolean =>
  active && roles.some((held) => held.role !== 'planner' && scope.startsWith(held.scope));

/** What is wrong with a publication, in words; the rule as safety.md has it. */
function flaws({ live, submitter, approval, scope }: Seen, publisher: Person): string[] {
  const editors = new Set(live.values());
  const wrong: string[] = [];
  if (!approval) return ['nobody approved it'];
  if (editors.has(approval.by)) wrong.push('its approver changed it');
  if (editors.has(publisher)) wrong.push('its publisher changed it');
  if (submitter === approval.by || submitter === publisher) wrong.push('its submitter decided on it');
  if (!decides(approval.by, scope)) wrong.push('its approver may not approve any more');
  if (!decides(publisher, scope)) wrong.push('its publisher may not publish any more');
  if ([...live.keys()].some((revision) => revision > approval.revision)) wrong.push('it changed after its approval');
  return wrong;
}

/** What happened, over all seeds. */
const told = new Map<string, number>();
const tell = (what: string) => told.set(what, (told.get(what) ?? 0) + 1);

const latest = async (): Promise<number> =>
  (await admin.done<{ generations: { generation: number }[] }>('GET', '/generations?limit=1')).generations[0]
    ?.generation as number;

describe.each([11, 12, 13])('whatever five people with changing roles do (seed %i)', (seed) => {
  it('no ground is published that only one person has seen', async () => {
    const random = randomSource(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    const someRoles = (): Held[] =>
      Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({
        role: pick(['planner', 'approver', 'admin', 'admin'] as const),
        scope: pick(['05', '05', '05', '0501', '0502']),
      }));
    const people = await Promise.all([1, 2, 3, 4, 5].map((n) => newPerson(`p${seed}-${n}`, someRoles())));
    const plans: Seen[] = [];
    const imports: { id: string; by: Person }[] = [];

    for (let step = 0; step < STEPS; step++) {
      const who = pick(people);
      const underWay = plans.filter(({ state }) => state !== 'published' && state !== 'withdrawn');
      const plan = pick(underWay);
      const chance = random();
      if (chance < 0.05) await changeRights(pick(people));
      else if (chance < 0.08) await takeIn(who);
      else if (chance < 0.14 && imports.length > 0) await publishImport(who, pick(imports));
      else if (!plan || (chance < 0.18 && underWay.length < MOST_OPEN)) await begin(who);
      else if (chance < 0.45) await edit(who, plan);
      else if (chance < 0.52) await stepBack(who, plan, pick(['undo', 'redo'] as const));
      else if (chance < 0.56) await letTimeCome();
      else await decide(who, plan, verbFor(plan));
    }
    /** Mostly what comes next, so that plans reach the end; sometimes anything. */
    function verbFor({ state }: Seen): string {
      const next: Record<string, string> = {
        draft: 'submit',
        returned: 'submit',
        submitted: 'approve',
        approved: 'publish',
      };
      return random() < 0.8
        ? (next[state] ?? 'submit')
        : pick(['return', 'schedule', 'unschedule', 'approve', 'publish']);
    }

    async function begin(who: Person): Promise<void> {
      const { status, body } = await call(who, 'POST', '/plans', {
        title: '随手',
        scope: pick(['05', '05', '0501', '0502']),
      });
      if (status !== 201) return;
      const { id, scope } = body as unknown as PlanSummary;
      const none = { submitter: null, approval: null, scheduler: null, state: 'draft' };
      plans.push({ id, scope, live: new Map(), undone: new Map(), ...none });
    }

    async function edit(who: Person, plan: Seen): Promise<void> {
      const grid = pick(['050101', '050102', '050201', '050202']);
      const verb = { op: 'rename', grid, name: `名${Math.floor(random() * 1e6)}` };
      const { status, body } = await call(who, 'POST', `/plans/${plan.id}/edits`, verb);
      if (status === 201) plan.live.set((body as unknown as EditAnswer).edit.revision, who);
      await resolveCollision(who, plan);
    }

    /** Gives up what collides with what others published, so that plans do not get stuck. */
    async function resolveCollision(who: Person, plan: Seen): Promise<void> {
      const { body } = await call(who, 'GET', `/plans/${plan.id}`);
      if (!body?.collidesWith?.length || !['draft', 'returned'].includes(body.state)) return;
      const asked = await call(who, 'POST', `/plans/${plan.id}/rebase`);
      const { status } = await call(who, 'POST', `/plans/${plan.id}/rebase`, { drop: asked.body.drop ?? [] });
      if (status !== 200) return;
      const record = await admin.done<{ edits: { revision: number; op: string }[] }>('GET', `/plans/${plan.id}/edits`);
      const dropped = record.edits.find(({ op }) => op === 'drop');
      if (dropped) plan.live.set(dropped.revision, who);
    }

    async function stepBack(who: Person, plan: Seen, verb: 'undo' | 'redo'): Promise<void> {
      const { status, body } = await call(who, 'POST', `/plans/${plan.id}/${verb}`);
      if (status !== 200) return;
      const of = (body as unknown as EditAnswer).edit.of as number;
      const [from, to] = verb === 'undo' ? [plan.live, plan.undone] : [plan.undone, plan.live];
      to.set(of, from.get(of) as Person);
      from.delete(of);
    }

    async function decide(who: Person, plan: Seen, wanted: string): Promise<void> {
      const before = await admin.done<PlanDetail>('GET', `/plans/${plan.id}`);
      plan.state = before.state;
      const verb = wanted === 'schedule' ? 'publish' : wanted;
      const at = wanted === 'schedule' ? { at: new Date(Date.now() + 3_600_000).toISOString() } : {};
      const { status, body } = await call(who, 'POST', `/plans/${plan.id}/${verb}`, {
        revision: before.revision,
        ...at,
      });
      if (status === 403 && 'ownWork' in body) tell('own');
      if (status !== 200) return;
      plan.state = body.state;
      if (verb === 'submit') Object.assign(plan, { submitter: who, approval: null, scheduler: null });
      if (verb === 'return') Object.assign(plan, { approval: null, scheduler: null });
      if (verb === 'unschedule') plan.scheduler = null;
      if (verb === 'approve') plan.approval = { by: who, revision: before.revision };
      if (wanted === 'schedule') plan.scheduler = who;
      if (verb !== 'publish' || wanted === 'schedule') return;
      expect(body.state).toBe('published');
      expect(flaws(plan, who)).toEqual([]);
      tell('published');
    }

    async function letTimeCome(): Promise<void> {
      await letTimesCome(started);
      for (const plan of plans.filter(({ scheduler }) => scheduler)) {
        const { state } = await admin.done<PlanDetail>('GET', `/plans/${plan.id}`);
        if (state === 'published' && plan.state !== 'published') {
          expect(flaws(plan, plan.scheduler as Person)).toEqual([]);
          tell('published');
          tell('by the clock');
        }
        Object.assign(plan, { state, scheduler: null });
      }
    }

    async function takeIn(who: Person): Promise<void> {
      const areas = await admin.done<GeoJSON.FeatureCollection>('GET', '/coverage/areas?level=grid');
      for (const feature of areas.features)
        if (feature.properties && random() < 0.5) feature.properties['name'] = `入${Math.floor(random() * 1e6)}`;
      const { payload, headers } = formOf('grids.geojson', JSON.stringify(areas), {}, 'grids');
      const { status, body } = await call(who, 'POST', '/coverage/imports', payload, headers);
      if (status !== 202) return;
      const look = () => admin.done<ImportState>('GET', `/coverage/imports/${body.id}`);
      await expect.poll(look, { timeout: 60_000 }).not.toMatchObject({ state: 'running' });
      imports.push({ id: body.id, by: who });
    }

    async function publishImport(who: Person, taken: { id: string; by: Person }): Promise<void> {
      const before = await latest();
      const { status, body } = await call(who, 'POST', `/coverage/imports/${taken.id}/publish`, {});
      if (status === 403 && 'ownWork' in body) tell('own import');
      if (status !== 200) return expect(await latest()).toBe(before);
      expect(who).not.toBe(taken.by);
      tell('import');
    }

    async function changeRights(who: Person): Promise<void> {
      const change = random() < 0.3 ? { active: !who.active } : { roles: someRoles() };
      await admin.done('PATCH', `/accounts/${who.id}`, change);
      Object.assign(who, change);
    }
  });
});

it('and all that was to be kept apart was tried', () => {
  for (const what of ['published', 'own', 'import', 'own import'])
    expect(told.get(what) ?? 0, JSON.stringify([...told])).toBeGreaterThanOrEqual(3);
});

async function newPerson(name: string, roles: Held[]): Promise<Person> {
  const account = await admin.done<{ id: string }>('POST', '/accounts', {
    username: name,
    name,
    password: `${PASSWORD}-of-five`,
    roles,
  });
  return { id: account.id, name, roles, active: true, hands: new Planner(started, {}) };
}

/** A call as a person, signed in anew where their session has ended. */
async function call(who: Person, method: 'GET' | 'POST', url: string, body?: object, headers = {}) {
  const first = await who.hands.call(method, url, body, headers);
  if (first.status !== 401 || !who.active) return first;
  who.hands = new Planner(started, await signIn(started.app, who.name, `${PASSWORD}-of-five`));
  return who.hands.call(method, url, body, headers);
}
