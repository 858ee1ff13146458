import { type Selectable, sql, type Transaction } from 'kysely';
import type { PlanStep } from '../../core/plans/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import type { Reader } from './planQueries.ts';

/** The record of plans: what was changed, by whom, and how it is taken back. */

export type EditRow = Selectable<Tables['plan_edits']>;

/** The edits after a revision up to another, oldest first. */
export function readEdits(db: Reader, plan: string, after: number, upTo: number): Promise<EditRow[]> {
  return db
    .selectFrom('plan_edits')
    .selectAll()
    .where('plan', '=', plan)
    .where('revision', '>', after)
    .where('revision', '<=', upTo)
    .orderBy('revision')
    .execute();
}

/** The record that a person's request with this key has made already. */
export function findRequest(db: Reader, plan: string, account: string, key: string): Promise<EditRow | undefined> {
  return db
    .selectFrom('plan_edits')
    .selectAll()
    .where('plan', '=', plan)
    .where('actor', '=', account)
    .where('request_key', '=', key)
    .executeTakeFirst();
}

/** The changes that bend the working outline, oldest first. */
export function readBends(db: Reader, plan: string): Promise<{ revision: number; change: unknown }[]> {
  return db
    .selectFrom('plan_edits')
    .select(['revision', 'change'])
    .where('plan', '=', plan)
    .where('bends', '=', true)
    .orderBy('revision')
    .execute();
}

export type EditSummary = Pick<EditRow, 'revision' | 'kind' | 'op' | 'note' | 'of' | 'actor' | 'actor_name' | 'at'> & {
  undone: boolean;
  grids: string[];
};

const touchedCodes = sql<string[]>`ARRAY(
  SELECT DISTINCT touched.code FROM (
    SELECT put ->> 'code' AS code FROM jsonb_array_elements(e.change -> 'put') AS put
    UNION ALL SELECT jsonb_array_elements_text(e.change -> 'remove')) AS touched ORDER BY touched.code)`;

/** The undos and redos of an edit take turns: it is undone while there is one undo more. */
const isUndone = sql<boolean>`(
  SELECT count(*) FILTER (WHERE later.kind = 'undo') > count(*) FILTER (WHERE later.kind = 'redo')
  FROM plan_edits later WHERE later.plan = e.plan AND later.of = e.revision)`;

/** A plan's record without the geometry, newest first, from below a revision on. */
export async function listEdits(
  db: Reader,
  plan: string,
  limit: number,
  before: number | null,
): Promise<EditSummary[]> {
  let query = db
    .selectFrom('plan_edits as e')
    .select(['revision', 'kind', 'op', 'note', 'of', 'actor', 'actor_name', 'at'])
    .select([isUndone.as('undone'), touchedCodes.as('grids')])
    .where('plan', '=', plan);
  if (before !== null) query = query.where('revision', '<', before);
  return query.orderBy('revision', 'desc').limit(limit).execute();
}

/** Which codes each record of a plan after a revision touched, oldest first, and whether it brought or mended faults. */
export async function readLinks(db: Reader, plan: string, after = 0): Promise<RecordLinks[]> {
  return db
    .selectFrom('plan_edits as e')
    .select(['revision', 'kind', 'args', touchedCodes.as('codes')])
    .select(sql<boolean>`COALESCE((e.change ->> 'mends')::boolean, false)`.as('mends'))
    .where('plan', '=', plan)
    .where('revision', '>', after)
    .orderBy('revision')
    .execute();
}

export interface RecordLinks {
  revision: number;
  kind: EditRow['kind'];
  args: unknown;
  codes: string[];
  mends: boolean;
}

/** The person's latest edit that is not undone. */
export function findUndoable(db: Reader, plan: string, account: string): Promise<PlanStep | undefined> {
  return db
    .selectFrom('plan_edits as e')
    .select(['revision', 'op', 'note'])
    .where('plan', '=', plan)
    .where('actor', '=', account)
    .where('kind', 'in', ['edit', 'import', 'draft'])
    .where(sql<boolean>`NOT ${isUndone}`)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The edit the person undid last and has not redone, unless there is a newer edit of theirs: only what follows that one is read. */
export async function findRedoable(db: Reader, plan: string, account: string): Promise<PlanStep | undefined> {
  const { rows } = await sql<PlanStep>`
    SELECT e.revision, e.op, e.note FROM plan_edits e WHERE e.plan = ${plan} AND e.revision = (
      SELECT u.of FROM plan_edits u
      WHERE u.plan = ${plan} AND u.actor = ${account} AND u.kind = 'undo' AND u.revision > COALESCE((
          SELECT max(n.revision) FROM plan_edits n
          WHERE n.plan = ${plan} AND n.actor = ${account} AND n.kind IN ('edit', 'import', 'draft')), 0)
        AND NOT EXISTS (SELECT 1 FROM plan_edits l WHERE l.plan = u.plan AND l.of = u.of AND l.revision > u.revision)
      ORDER BY u.revision DESC LIMIT 1)`.execute(db);
  return rows[0];
}

/** The newest application of an edit: the edit itself, or its last redo; with `undo`, its last undo. */
export async function findApplication(db: Reader, plan: string, of: number, kind: 'undo' | 'redo'): Promise<EditRow> {
  const later = await db
    .selectFrom('plan_edits')
    .selectAll()
    .where('plan', '=', plan)
    .where('of', '=', of)
    .where('kind', '=', kind)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (later) return later;
  return db
    .selectFrom('plan_edits')
    .selectAll()
    .where('plan', '=', plan)
    .where('revision', '=', of)
    .executeTakeFirstOrThrow();
}

/** Who edited or commented on a plan since a time. */
export async function recentActors(db: Reader, plan: string, since: Date): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('plan_edits')
    .select(['actor as id', 'actor_name as name'])
    .distinct()
    .where('plan', '=', plan)
    .where('at', '>', since)
    .orderBy('actor_name')
    .execute();
}

export async function insertEdit(trx: Transaction<Tables>, row: EditRow & { args: unknown }): Promise<void> {
  await trx
    .insertInto('plan_edits')
    .values({ ...row, args: row.args as string, change: row.change as string, reverse: row.reverse as string })
    .execute();
}

/** The accounts with an edit in a plan that is not undone. */
export async function liveEditors(db: Reader, plan: string): Promise<string[]> {
  const rows = await db
    .selectFrom('plan_edits as e')
    .select('actor')
    .distinct()
    .where('plan', '=', plan)
    .where('kind', 'in', ['edit', 'import', 'draft'])
    .where(sql<boolean>`NOT ${isUndone}`)
    .execute();
  return rows.map(({ actor }) => actor);
}

/** Whether anything but moves onto newer generations was recorded in a plan after a revision. */
export async function isEditedSince(db: Reader, plan: string, revision: number): Promise<boolean> {
  const row = await db
    .selectFrom('plan_edits')
    .select('revision')
    .where('plan', '=', plan)
    .where('revision', '>', revision)
    .where('kind', '!=', 'rebase')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether boundaries were taken into a plan from a file. */
export async function hasImport(db: Reader, plan: string): Promise<boolean> {
  const row = await db
    .selectFrom('plan_edits')
    .select('revision')
    .where('plan', '=', plan)
    .where('kind', '=', 'import')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
