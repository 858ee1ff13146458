import { type Kysely, type Selectable, sql } from 'kysely';
import type { JobProblem, JobState } from '../core/jobs/schemas.ts';
import type { Tables } from '../db/tables.ts';

export type JobRow = Selectable<Tables['jobs']>;
export type NewJobRow = Pick<
  JobRow,
  'id' | 'kind' | 'scope' | 'subject' | 'title' | 'owner' | 'created_at' | 'due_at' | 'request_key' | 'request_sha256'
> & { owner_principal: string; input: string };

/** A file that comes with a job, or comes of it. */
export interface NewJobFile {
  part: string;
  name: string;
  bytes: Uint8Array;
}

/** The same as it is kept. */
export interface JobFile extends NewJobFile {
  bytes: Buffer;
}

/** The states of a job that has not ended. */
export const OPEN = ['queued', 'running'] as const satisfies JobState[];
/** What becomes of an unfinished job is decided by whoever holds its lease. */
const version = sql<number>`version + 1`;

export function insertJob(db: Kysely<Tables>, row: NewJobRow): Promise<JobRow | undefined> {
  return db
    .insertInto('jobs')
    .values({
      ...row,
      state: 'queued',
      finished_at: null,
      result: null,
      problem: null,
      lease: null,
      leased_until: null,
    })
    .onConflict((conflict) => conflict.columns(['owner', 'kind', 'request_key']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export const findJob = (db: Kysely<Tables>, id: string): Promise<JobRow | undefined> =>
  db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst();

export const findJobs = (db: Kysely<Tables>, ids: readonly string[]): Promise<JobRow[]> =>
  db.selectFrom('jobs').selectAll().where('id', 'in', ids).execute();

export const findJobByRequest = (
  db: Kysely<Tables>,
  owner: string,
  kind: string,
  key: string,
): Promise<JobRow | undefined> =>
  db
    .selectFrom('jobs')
    .selectAll()
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .where('request_key', '=', key)
    .executeTakeFirst();

export interface JobFilter {
  kind?: string;
  subject?: string;
  owner?: string;
  states?: readonly JobState[];
  limit: number;
}

/** Newest first. */
export function listJobs(db: Kysely<Tables>, filter: JobFilter): Promise<JobRow[]> {
  const { kind, subject, owner, states = [], limit } = filter;
  let query = db.selectFrom('jobs').selectAll();
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (owner !== undefined) query = query.where('owner', '=', owner);
  if (states.length > 0) query = query.where('state', 'in', states);
  return query.orderBy('created_at', 'desc').orderBy('id').limit(limit).execute();
}

export async function countQueued(db: Kysely<Tables>, kind: string): Promise<number> {
  const { count } = await db
    .selectFrom('jobs')
    .select(sql<number>`count(*)`.as('count'))
    .where('kind', '=', kind)
    .where('state', '=', 'queued')
    .where('due_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** The oldest job of some kinds that nobody has, or whose process has not shown itself for too long; it is the lease's then. */
export async function claimJob(
  db: Kysely<Tables>,
  kinds: readonly string[],
  lease: { id: string; now: Date; until: Date },
): Promise<JobRow | undefined> {
  const next = db
    .selectFrom('jobs')
    .select('id')
    .where('kind', 'in', kinds)
    .where((row) =>
      row.or([
        row.and([row('state', '=', 'queued'), row.or([row('due_at', 'is', null), row('due_at', '<=', lease.now)])]),
        row.and([row('state', '=', 'running'), row('leased_until', '<', lease.now)]),
      ]),
    )
    .orderBy('created_at')
    .limit(1)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable('jobs')
    .set({
      state: 'running',
      lease: lease.id,
      leased_until: lease.until,
      attempts: sql`attempts + 1`,
      steps: [],
      is_final: false,
      version,
    })
    .where('id', '=', next)
    .returningAll()
    .executeTakeFirst();
}

/** Still at it: false when the job is not the lease's any more, because it was cancelled or given to another process. */
export async function renewJob(
  db: Kysely<Tables>,
  { id, lease }: { id: string; lease: string },
  change: { leased_until: Date; steps?: string[]; done?: number; total?: number; is_final?: boolean },
): Promise<boolean> {
  const tells = change.steps !== undefined || change.is_final === true;
  const { numUpdatedRows } = await db
    .updateTable('jobs')
    .set({ ...change, ...(tells ? { version } : {}) })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives a job back, for whoever takes it next, at once or from a time on. */
export async function releaseJob(
  db: Kysely<Tables>,
  { id, lease }: { id: string; lease: string },
  dueAt: Date | null = null,
): Promise<void> {
  await db
    .updateTable('jobs')
    .set({
      state: 'queued',
      lease: null,
      leased_until: null,
      attempts: sql`attempts - 1`,
      is_final: false,
      version,
      ...(dueAt ? { due_at: dueAt } : {}),
    })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .where('state', '=', 'running')
    .execute();
}

/** Writes a job's end; undefined when it is not the lease's any more. */
export async function finishJob(
  db: Kysely<Tables>,
  { id, lease }: { id: string; lease: string },
  end: { state: 'done' | 'failed'; now: Date; steps: string[]; result?: unknown; problem?: JobProblem },
): Promise<JobRow | undefined> {
  const row = await db
    .updateTable('jobs')
    .set({
      state: end.state,
      finished_at: end.now,
      steps: end.steps,
      ...(end.state === 'done' ? { done: sql`total` } : {}),
      result: end.result === undefined ? null : JSON.stringify(end.result),
      problem: end.problem === undefined ? null : JSON.stringify(end.problem),
      lease: null,
      leased_until: null,
      version,
    })
    .where('id', '=', id)
    .where('lease', '=', lease)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst();
  if (row) await db.deleteFrom('job_files').where('job', '=', id).where('part', '!=', RESULT_PART).execute();
  return row;
}

/** Cancels a job that has not ended and whose end is not being written; whoever works on it finds out. */
export async function cancelJob(db: Kysely<Tables>, id: string, now: Date): Promise<JobRow | undefined> {
  const row = await db
    .updateTable('jobs')
    .set({ state: 'cancelled', finished_at: now, lease: null, leased_until: null, version })
    .where('id', '=', id)
    .where('state', 'in', OPEN)
    .where('is_final', '=', false)
    .returningAll()
    .executeTakeFirst();
  if (row) await db.deleteFrom('job_files').where('job', '=', id).execute();
  return row;
}

export const deleteJob = (db: Kysely<Tables>, id: string): Promise<unknown> =>
  db.deleteFrom('jobs').where('id', '=', id).execute();

export const deleteJobsBefore = (db: Kysely<Tables>, finishedBefore: Date): Promise<unknown> =>
  db.deleteFrom('jobs').where('finished_at', '<', finishedBefore).execute();

/** The part under which the file is kept that came of a job. */
export const RESULT_PART = 'result';
const PIECE_BYTES = 4 * 1024 * 1024;

export async function insertJobFile(db: Kysely<Tables>, job: string, { part, name, bytes }: NewJobFile): Promise<void> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let piece = 0; piece === 0 || piece * PIECE_BYTES < whole.length; piece++) {
    const content = whole.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
    await db.insertInto('job_files').values({ job, part, piece, name, content }).execute();
  }
}

/** A file of a job; undefined when there is none. */
export async function readJobFile(db: Kysely<Tables>, job: string, part: string): Promise<JobFile | undefined> {
  const pieces: Buffer[] = [];
  for (let name = ''; ; ) {
    const row = await db
      .selectFrom('job_files')
      .select(['name', 'content'])
      .where('job', '=', job)
      .where('part', '=', part)
      .where('piece', '=', pieces.length)
      .executeTakeFirst();
    if (!row) return pieces.length === 0 ? undefined : { part, name, bytes: Buffer.concat(pieces) };
    name = row.name;
    pieces.push(row.content);
  }
}

export async function hasJobFile(db: Kysely<Tables>, job: string, part: string): Promise<boolean> {
  const row = await db
    .selectFrom('job_files')
    .select('piece')
    .where('job', '=', job)
    .where('part', '=', part)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
