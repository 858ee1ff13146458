import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../server/core/jobs/schemas.ts';
import type { PlanEvent, PlanSummary } from '../../server/core/plans/schemas.ts';
import type { PlanSchedule } from '../../server/plans/decisions/schedule.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { Planner } from './planning.ts';
import { doDueJobs, letTimesCome } from './setTimes.ts';

let started: TestApp | undefined;
let planner: Planner;
let approver: Planner;
let stranger: Planner;
let plan: PlanSummary;

beforeEach(async () => {
  await started?.close();
  const app = await startApp();
  started = app;
  await publishTo(app, fourGrids());
  [planner, approver, stranger] = (await Promise.all(
    (['planner', 'approver', 'warden050101'] as const).map(async (name) => new Planner(app, await app.signIn(name))),
  )) as [Planner, Planner, Planner];
  plan = await planner.begin();
  await planner.edit(plan, { op: 'rename', grid: '050101', name: '新名' });
  await planner.decided(plan, 'submit');
  await approver.decided(plan, 'approve');
});
afterAll(() => started?.close());

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const jobsOf = async (who: Planner, query = ''): Promise<Job[]> =>
  (await who.done<{ items: Job[] }>('GET', `/jobs${query}`)).items.filter(({ kind }) => kind === 'publication');
const cancel = async (who: Planner, { id }: Job): Promise<{ statusCode: number; json: () => { code: string } }> =>
  (started as TestApp).app.inject({ method: 'DELETE', url: `/api/v1/jobs/${id}`, headers: who.headers });
const verbs = async (): Promise<string[]> =>
  (await approver.done<{ events: PlanEvent[] }>('GET', `/plans/${plan.id}/thread`)).events.map(({ verb }) => verb);
const set = (hours: number) => approver.decided(plan, 'publish', { at: inHours(hours) });

describe('a plan for which a time is set', () => {
  it('is a job that whoever sees the plan sees, with its time, until it is published by it', async () => {
    const { publishAt } = await set(1);
    const [job] = await jobsOf(planner);
    expect(job).toMatchObject({ subject: plan.id, title: plan.title, state: 'queued', dueAt: publishAt });
    expect(await jobsOf(stranger)).toEqual([]);
    await doDueJobs((started as TestApp).app);
    expect(await jobsOf(approver)).toMatchObject([{ state: 'queued' }]);
    await letTimesCome(started as TestApp);
    expect(await jobsOf(approver)).toMatchObject([{ id: job?.id, state: 'done', result: { generation: 2 } }]);
    expect(await planner.get(plan)).toMatchObject({ state: 'published', generation: 2 });
  });

  it('stays approved without a time once somebody who may cancels the job, and says who', async () => {
    await set(1);
    const [job] = (await jobsOf(approver)) as [Job];
    expect((await cancel(stranger, job)).statusCode).toBe(404);
    const refused = await cancel(planner, job);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'forbidden']);
    expect(await jobsOf(planner)).toMatchObject([{ state: 'queued' }]);
    expect((await planner.get(plan)).publishAt).not.toBeNull();
    expect((await cancel(approver, job)).statusCode).toBe(200);
    expect(await planner.get(plan)).toMatchObject({ state: 'approved', publishAt: null });
    expect((await verbs()).at(-1)).toBe('unschedule');
    expect(await jobsOf(planner)).toMatchObject([{ state: 'cancelled' }]);
    await letTimesCome(started as TestApp);
    expect(await planner.get(plan)).toMatchObject({ state: 'approved' });
  });

  it('has one job that waits, however often the time is changed, and none once it is called off, returned or published', async () => {
    await set(1);
    const { publishAt } = await set(2);
    expect(await jobsOf(approver, '?state=queued')).toMatchObject([{ dueAt: publishAt }]);
    await approver.decided(plan, 'unschedule');
    expect(await jobsOf(approver, '?state=queued')).toEqual([]);
    await set(3);
    await approver.decided(plan, 'publish');
    expect(await jobsOf(approver, '?state=queued')).toEqual([]);
    await letTimesCome(started as TestApp);
    expect((await verbs()).filter((verb) => verb.startsWith('publish'))).toEqual(['publish']);
  });

  it('is taken up once by whichever processes start, where its job was lost', async () => {
    await set(1);
    const { database, app } = started as TestApp;
    await database.owner.deleteFrom('jobs').execute();
    const schedule: PlanSchedule = app.planSchedule;
    await Promise.all([1, 2, 3].map(() => schedule.takeUp(new Date())));
    expect(await jobsOf(approver, '?state=queued')).toHaveLength(1);
    await letTimesCome(started as TestApp);
    expect(await planner.get(plan)).toMatchObject({ state: 'published' });
    expect((await verbs()).filter((verb) => verb === 'publish')).toHaveLength(1);
  });

  it('is published once where its process died between the publication and the end of the job', async () => {
    await set(1);
    await letTimesCome(started as TestApp);
    const { database, app } = started as TestApp;
    const gone = { state: 'running' as const, leased_until: new Date(0), finished_at: null, result: null };
    await database.owner.updateTable('jobs').set(gone).where('kind', '=', 'publication').execute();
    await doDueJobs(app);
    expect(await jobsOf(approver)).toMatchObject([{ state: 'done', result: { generation: 2 } }]);
    expect((await verbs()).filter((verb) => verb === 'publish')).toHaveLength(1);
  });

  it('is given up with the reason where it was begun again and again in vain', async () => {
    await set(1);
    const { database, app } = started as TestApp;
    const gone = { state: 'running' as const, leased_until: new Date(0), attempts: 3 };
    await database.owner.updateTable('jobs').set(gone).where('kind', '=', 'publication').execute();
    await database.owner
      .updateTable('plans')
      .set({ publish_at: new Date(0) })
      .execute();
    await doDueJobs(app);
    expect(await jobsOf(approver)).toMatchObject([{ state: 'failed', problem: { code: 'unavailable' } }]);
    const left = await planner.get(plan);
    expect(left).toMatchObject({ state: 'approved', publishAt: null });
    expect(left.decisionNote).toContain('3 times');
  });
});
