import { type Static, Type } from 'typebox';
import { InputError } from '../inputError.ts';
import type { Principal } from '../people/caller.ts';

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Why a job failed, as a request would have been told. */
export const JobProblem = Type.Object(
  {
    code: Type.String(),
    detail: Type.String(),
    errors: Type.Optional(Type.Array(InputError)),
  },
  { title: 'JobProblem' },
);
export type JobProblem = Static<typeof JobProblem>;

/** Background work as whoever may see what it works on sees it. */
export const Job = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    kind: Type.String({ description: 'What is done: `import`, `draft`, …' }),
    subject: Type.String({ description: 'What it works on: the id of a plan, a district' }),
    title: Type.String(),
    state: Type.Enum(JOB_STATES),
    step: Type.String({ description: 'While it runs: what it is at' }),
    progress: Type.Object({ done: Type.Number(), total: Type.Number(), unit: Type.String() }),
    createdAt: Type.String({ format: 'date-time' }),
    createdBy: Type.String(),
    dueAt: Type.Optional(Type.String({ format: 'date-time', description: 'When it is to be done, if not at once' })),
    finishedAt: Type.Optional(Type.String({ format: 'date-time' })),
    result: Type.Optional(Type.Unknown()),
    problem: Type.Optional(JobProblem),
    file: Type.Optional(Type.String({ description: 'Where its file is fetched' })),
  },
  { title: 'Job' },
);
export type Job = Static<typeof Job>;
export const JobList = Type.Object({ items: Type.Array(Job) }, { title: 'JobList' });

/** Who asked for a job. What they may do is asked again when it runs. */
export type JobOwner = Omit<Principal, 'secretHash' | 'fromMemory'>;
