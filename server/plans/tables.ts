import type { ColumnType, Generated } from 'kysely';
import type { PlanState, PlanVerb } from '../core/plans/schemas.ts';

/** migrations/0005-plans */
export interface PlansTable {
  id: Generated<string>;
  district: string;
  scope: string;
  title: string;
  note: string;
  state: PlanState;
  base_generation: number;
  revision: Generated<number>;
  created_at: Date;
  created_by: string;
  created_by_name: string;
  updated_at: Date;
  submitted_at: Date | null;
  submitted_by: string | null;
  submitted_by_name: string | null;
  approved_at: Date | null;
  approved_by: string | null;
  approved_by_name: string | null;
  decision_note: Generated<string>;
  publish_at: Date | null;
  publish_by_name: string | null;
  generation: number | null;
  collides_with: Generated<string[]>;
  idempotency_key: string | null;
  request_sha256: string | null;
  /** What the approver read; what follows it are only moves onto newer generations. */
  approved_revision: number | null;
  /** Who set the time at which it is published by itself. */
  publish_by: string | null;
}

export interface PlanEditsTable {
  plan: string;
  revision: number;
  kind: 'edit' | 'undo' | 'redo' | 'import' | 'draft' | 'rebase';
  op: string;
  note: string;
  of: number | null;
  args: ColumnType<unknown, string, string>;
  change: ColumnType<unknown, string, string>;
  reverse: ColumnType<unknown, string, string>;
  /** Whether the change bends the working outline. */
  bends: boolean;
  actor: string;
  actor_name: string;
  at: Date;
  /** The sender's own key for it, so that the same edit sent again is recorded once. */
  request_key: string | null;
  /** The hash of what was asked with that key, and what an import answered besides its edit. */
  request_sha256: string | null;
  request_answer: string | null;
}

export interface PlanGridsTable {
  plan: string;
  code: string;
  id: string;
  revision: number;
  name: string;
  /** Null for a grid the plan has removed. */
  geom: unknown;
}

export interface PlanCommentsTable {
  id: Generated<string>;
  plan: string;
  text: string;
  at: unknown;
  grid: string | null;
  author: string;
  author_name: string;
  created_at: Date;
  resolved_at: Date | null;
  request_key: string | null;
  request_sha256: string | null;
}

/** migrations/0008-decisions */
export interface PlanEventsTable {
  plan: string;
  sequence: number;
  verb: PlanVerb;
  at: Date;
  /** Null for the service itself. */
  actor: string | null;
  actor_name: string;
  words: string;
  revision: number;
  publish_at: Date | null;
  generation: number | null;
  request_key: string | null;
  request_sha256: string | null;
}

declare module '../db/tables.ts' {
  interface Tables {
    plans: PlansTable;
    plan_edits: PlanEditsTable;
    plan_grids: PlanGridsTable;
    plan_comments: PlanCommentsTable;
    plan_events: PlanEventsTable;
  }
}
