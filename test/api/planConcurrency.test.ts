import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfAreas } from '../../server/core/coverage/certificate/certificate.ts';
import type { Certificate } from '../../server/core/coverage/schemas.ts';
import type { EditAnswer, PlanDetail, PlanRecord, PlanSummary } from '../../server/core/plans/schemas.ts';
import { randomEdit } from '../unit/coverage/edits/randomEdits.ts';
import { randomSource } from '../unit/coverage/randomCoverage.ts';
import { type Areas, anotherApp, crowdDistrict, expectProven, gridsFrom, groundSeen, Person } from './crowd.ts';
import { publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

const DISTRICT = crowdDistrict(7);
const PEOPLE = 8;
const ROUNDS = 150;

let started: TestApp;
let processes: Awaited<ReturnType<typeof anotherApp>>[];

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, DISTRICT);
  processes = [await anotherApp(started), await anotherApp(started)];
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.close()));
  await started.close();
});

/** Somebody at one of the two processes. */
const person = async (i: number, role: 'planner' | 'approver'): Promise<Person> =>
  new Person(processes[i % processes.length]?.url ?? '', await started.tokenFor([{ role, scope: '05' }]));

interface Refusal {
  code: string;
  grids?: string[];
  drop?: string[];
}
type Outcome = { status: number; body: EditAnswer & Refusal };

/** One try of one person: an edit of what they saw last, some with revisions, some on an old look; now and then an undo or a redo. */
async function tryOnce(who: Person, plan: string, random: () => number, seen: Areas): Promise<Outcome> {
  const chance = random();
  if (chance < 0.1) return who.call('POST', `/plans/${plan}/undo`);
  if (chance < 0.15) return who.call('POST', `/plans/${plan}/redo`);
  const ground = groundSeen(seen, DISTRICT);
  const edit = randomEdit(ground, random);
  const base = Object.fromEntries(
    seen.features.filter(() => random() < 0.1).map(({ properties: { code, revision } }) => [code, revision]),
  );
  return who.call('POST', `/plans/${plan}/edits`, { ...edit, ...(random() < 0.5 ? { base } : {}) });
}

async function wholeRecord(who: Person, plan: string): Promise<PlanRecord[]> {
  const record: PlanRecord[] = [];
  for (let cursor = ''; ; cursor = `&cursor=${record.at(-1)?.revision}`) {
    const { edits } = await who.done<{ edits: PlanRecord[] }>('GET', `/plans/${plan}/edits?limit=500${cursor}`);
    record.push(...edits);
    if (edits.length < 500) return record.reverse();
  }
}

describe('eight planners in one plan at once', () => {
  it('lose no edit, and leave a plan that proves', async () => {
    const first = await person(0, 'planner');
    const { id } = await first.done<PlanSummary>('POST', '/plans', { title: '众人' });
    const acknowledged: number[] = [];
    const refusals = new Map<string, number>();
    await Promise.all(
      Array.from({ length: PEOPLE }, async (_, i) => {
        const who = await person(i, 'planner');
        const random = randomSource(100 + i);
        let seen = await who.done<Areas>('GET', `/plans/${id}/areas`);
        for (let round = 0; round < ROUNDS; round++) {
          const { status, body } = await tryOnce(who, id, random, seen);
          expect([200, 201, 409, 422], JSON.stringify(body)).toContain(status);
          if (status < 300) acknowledged.push(body.edit.revision);
          else refusals.set(body.code, (refusals.get(body.code) ?? 0) + 1);
          if (random() < 0.7) seen = await who.done<Areas>('GET', `/plans/${id}/areas`);
        }
      }),
    );
    const record = await wholeRecord(first, id);
    expect(record.map(({ revision }) => revision)).toEqual(record.map((_, i) => i + 1));
    expect(acknowledged.sort((a, b) => a - b)).toEqual(record.map(({ revision }) => revision));
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(refusals.get('stale')).toBeGreaterThan(0);
    const views = await Promise.all(
      [0, 1].map(async (i) => gridsFrom(await (await person(i, 'planner')).done<Areas>('GET', `/plans/${id}/areas`))),
    );
    const hash = hashOfAreas(views[0] ?? []);
    expect(hashOfAreas(views[1] ?? [])).toBe(hash);
    expect(await first.done('GET', `/plans/${id}/faults`)).toEqual({ faults: [] });
    await first.decided({ id }, 'submit');
    const approver = await person(1, 'approver');
    await approver.decided({ id }, 'approve');
    const { generation } = await approver.decided({ id }, 'publish');
    expect(await expectProven(started, generation as number)).toBe(hash);
  });
});

describe('six plans edited and published by several people at once', () => {
  it('publish nothing unproven and lose no edit without being told', async () => {
    const published = new Map<number, string>();
    const told = new Map<string, number>();
    const tell = (code: string) => told.set(code, (told.get(code) ?? 0) + 1);
    await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const [planner, approver, random] = [
          await person(i, 'planner'),
          await person(i + 1, 'approver'),
          randomSource(900 + i),
        ];
        for (let n = 0; n < 4; n++) {
          const { id } = await planner.done<PlanSummary>('POST', '/plans', { title: `计划 ${i}-${n}` });
          const generation = await workOn(id, planner, approver, random, tell);
          if (generation !== null) published.set(generation, id);
        }
      }),
    );
    expect(published.size).toBeGreaterThan(4);
    expect(told.get('stale')).toBeGreaterThan(0);
    const reader = await person(0, 'planner');
    const { generations } = await reader.done<{ generations: { generation: number }[] }>(
      'GET',
      '/generations?limit=100',
    );
    expect(generations.length).toBe(generations[0]?.generation);
    let previous: string | null = null;
    for (const { generation } of generations.toReversed()) {
      const hash = await expectProven(started, generation);
      const certificate: Certificate = await reader.done('GET', `/generations/${generation}/certificate`);
      expect(certificate.previousSha256).toBe(previous);
      expect(certificate.levels.find(({ level }) => level === 'grid')?.sha256).toBe(hash);
      previous = certificate.sha256;
      const plan = published.get(generation);
      if (!plan) continue;
      // What its people saw last is what was published: nothing of theirs is missing, nothing of others was undone.
      const seen = gridsFrom(await reader.done<Areas>('GET', `/plans/${plan}/areas`));
      expect(hashOfAreas(seen)).toBe(hash);
      expect(await reader.done('GET', `/plans/${plan}`)).toMatchObject({ state: 'published', generation });
    }
  });
});

/** Edits a plan, gets it approved and published; what collides is given up as the refusal says. Null when nothing was left of it. */
async function workOn(
  id: string,
  planner: Person,
  approver: Person,
  random: () => number,
  tell: (code: string) => void,
): Promise<number | null> {
  const acceptable = [200, 201, 409, 422];
  for (let round = 0; round < 8; round++) {
    for (let n = 0; n < 3; n++) {
      const seen = await planner.done<Areas>('GET', `/plans/${id}/areas`);
      const { status, body } = await tryOnce(planner, id, random, seen);
      expect(acceptable, JSON.stringify(body)).toContain(status);
      if (status >= 300) tell(body.code);
    }
    const submitted = await step(planner, id, 'submit');
    if (
      submitted === null &&
      (await step(approver, id, 'approve')) === null &&
      (await step(approver, id, 'publish')) === null
    )
      return (await planner.done<PlanDetail>('GET', `/plans/${id}`)).generation;
    const { state, collidesWith } = await planner.done<PlanDetail>('GET', `/plans/${id}`);
    // The others publish all the while, which moves this plan on between a look at it and the decision.
    if (state === 'submitted' || state === 'approved') while ((await step(approver, id, 'return')) === 'stale');
    if (collidesWith.length > 0) {
      const asked = await planner.call<Refusal>('POST', `/plans/${id}/rebase`);
      if (asked.status === 409) await planner.call('POST', `/plans/${id}/rebase`, { drop: asked.body.drop ?? [] });
    }
  }
  while ((await step(planner, id, 'withdraw')) === 'stale');
  return null;

  async function step(who: Person, plan: string, verb: string): Promise<string | null> {
    const { status, body } = await who.decide<Refusal>({ id: plan }, verb);
    expect([200, 409], JSON.stringify(body)).toContain(status);
    if (status === 200) return null;
    tell(body.code);
    return body.code;
  }
}
