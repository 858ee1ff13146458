import type { Kysely, Transaction } from 'kysely';
import type { JobProblem } from '../core/jobs/schemas.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import type { Tables } from '../db/tables.ts';
import type { JobFile, JobRow, NewJobFile } from './queries.ts';

/** What a job is told and tells while it runs. */
export interface JobContext {
  job: JobRow;
  /** Whoever asked for it, with the rights they have now. */
  caller: KnownCaller;
  /** Aborted when the job is cancelled, or has been given to another process. */
  signal: AbortSignal;
  progress: (step: string, done?: number, total?: number) => void;
  /** A file that was sent with it. */
  file: (part: string) => Promise<JobFile | undefined>;
  /** From here on it can no longer be cancelled. Throws `JobLost` when it has been. */
  beginEnd: () => Promise<void>;
}

/** What came of a job. What `write` writes belongs to the transaction that ends it: all is done, or it is done again. */
export interface JobEnd {
  result: unknown;
  write?: (trx: Transaction<Tables>) => Promise<void>;
  file?: Omit<NewJobFile, 'part'>;
}

/** One kind of background work. A job may be begun several times, after a process has died: it must do no harm twice. */
export interface JobKind {
  name: string;
  /** What its progress counts. */
  unit: string;
  /** So many of them run in one process at once. */
  atOnce: number;
  /** So many may wait; more are refused until then. */
  mostWaiting: number;
  run: (input: unknown, context: JobContext) => Promise<JobEnd>;
  /** Whether somebody other than whoever asked for it may see it. */
  maySee: (caller: KnownCaller, job: JobRow) => Promise<boolean>;
  /** What cancelling it means besides, in the transaction that cancels it. Throws the `Fault` that forbids it. */
  cancel?: (trx: Transaction<Tables>, caller: KnownCaller, job: JobRow) => Promise<void>;
  /** What its failing means besides, in the transaction that ends it. */
  fail?: (trx: Transaction<Tables>, job: JobRow, problem: JobProblem, now: Date) => Promise<void>;
  /** It asks for the rights of whoever is to answer for it by itself: it is also begun where their account is closed. */
  asksRights?: true;
}

/** A job that cannot be done at this moment is begun again in a moment. */
export class JobDelayed extends Error {
  override readonly name = 'JobDelayed';
}

/** A job that was cancelled, or that another process has taken up, is not gone on with. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}

export type JobDatabase = Kysely<Tables>;
