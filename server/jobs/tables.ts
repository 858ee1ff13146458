import type { ColumnType, Generated } from 'kysely';
import type { JobOwner, JobProblem, JobState } from '../core/jobs/schemas.ts';

/** migrations/0013-jobs */
export interface JobsTable {
  id: string;
  kind: string;
  scope: string;
  /** What it works on, as its kind names it: a plan's id. */
  subject: string;
  title: string;
  owner: string;
  /** Who asked for it, with the roles they did it by. */
  owner_principal: ColumnType<JobOwner, string, never>;
  input: ColumnType<unknown, string, never>;
  state: JobState;
  /** What it has been at so far, the last being what it is at. */
  steps: Generated<string[]>;
  done: Generated<number>;
  total: Generated<number>;
  /** Its end is being written: it can no longer be cancelled. */
  is_final: Generated<boolean>;
  /** Grows with every change, for whoever follows. */
  version: Generated<number>;
  attempts: Generated<number>;
  created_at: Date;
  /** Not to be begun before; null where it may be at once. */
  due_at: Date | null;
  finished_at: Date | null;
  result: ColumnType<unknown, string | null, string | null>;
  problem: ColumnType<JobProblem | null, string | null, string | null>;
  /** Of the process that has it, and until when it need not show itself again. */
  lease: string | null;
  leased_until: Date | null;
  request_key: string | null;
  request_sha256: string | null;
}

export interface JobFilesTable {
  job: string;
  part: string;
  piece: number;
  name: string;
  content: Buffer;
}

declare module '../db/tables.ts' {
  interface Tables {
    jobs: JobsTable;
    job_files: JobFilesTable;
  }
}
