import { type Kysely, sql } from 'kysely';
import { Fault } from '../../core/fault.ts';
import type { KnownCaller, Principal } from '../../core/people/caller.ts';
import type { NewPlanComment } from '../../core/plans/requests.ts';
import type { PlanComment } from '../../core/plans/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { demandSameRequest, type RequestKey } from '../../http/requestKey.ts';

const columns = [
  'id',
  'text',
  'grid',
  'author',
  'author_name',
  'created_at',
  'resolved_at',
  sql<number | null>`ST_X(at)`.as('lng'),
  sql<number | null>`ST_Y(at)`.as('lat'),
] as const;

type Row = {
  id: string;
  text: string;
  grid: string | null;
  author: string;
  author_name: string;
  created_at: Date;
  resolved_at: Date | null;
  lng: number | null;
  lat: number | null;
};

const toComment = (row: Row): PlanComment => ({
  id: row.id,
  text: row.text,
  at: row.lng === null || row.lat === null ? null : [row.lng, row.lat],
  grid: row.grid,
  author: { id: row.author, name: row.author_name },
  createdAt: row.created_at.toISOString(),
  resolvedAt: row.resolved_at?.toISOString() ?? null,
});

export async function listComments(kysely: Kysely<Tables>, plan: string): Promise<PlanComment[]> {
  const rows = await kysely
    .selectFrom('plan_comments')
    .select(columns)
    .where('plan', '=', plan)
    .orderBy('created_at')
    .execute();
  return rows.map(toComment);
}

export async function addComment(
  kysely: Kysely<Tables>,
  plan: string,
  { principal, now }: KnownCaller,
  comment: NewPlanComment,
  request: RequestKey | null,
): Promise<{ made: PlanComment; isNew: boolean }> {
  const [lng, lat] = comment.at ?? [];
  if (comment.at && (Math.abs(lng as number) > 180 || Math.abs(lat as number) > 90))
    throw new Fault('invalid-input', 'The place is not on earth.', [{ path: '/at', message: 'longitude, latitude' }]);
  const inserted = await kysely
    .insertInto('plan_comments')
    .values({
      plan,
      text: comment.text.trim(),
      at: comment.at ? sql`ST_SetSRID(ST_MakePoint(${lng}::float8, ${lat}::float8), 4326)` : null,
      grid: comment.grid ?? null,
      author: principal.accountId,
      author_name: principal.name,
      created_at: now,
      resolved_at: null,
      request_key: request?.key ?? null,
      request_sha256: request?.sha256 ?? null,
    })
    .onConflict((conflict) => conflict.columns(['plan', 'author', 'request_key']).doNothing())
    .returning(columns)
    .executeTakeFirst();
  if (inserted) return { made: toComment(inserted), isNew: true };
  return { made: await addedBefore(kysely, plan, principal, request as RequestKey), isNew: false };
}

/** The remark that this request has added already. Throws `key-reused` when that was another one. */
async function addedBefore(
  kysely: Kysely<Tables>,
  plan: string,
  principal: Principal,
  request: RequestKey,
): Promise<PlanComment> {
  const { request_sha256, ...row } = await kysely
    .selectFrom('plan_comments')
    .select([...columns, 'request_sha256'])
    .where('plan', '=', plan)
    .where('author', '=', principal.accountId)
    .where('request_key', '=', request.key)
    .executeTakeFirstOrThrow();
  demandSameRequest(request_sha256, request);
  return toComment(row);
}

/** Marks a comment as settled. Throws `not-found`. */
export async function resolveComment(
  kysely: Kysely<Tables>,
  plan: string,
  id: string,
  now: Date,
): Promise<PlanComment> {
  const row = await kysely
    .updateTable('plan_comments')
    .set({ resolved_at: sql`COALESCE(resolved_at, ${now})` })
    .where('plan', '=', plan)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
  if (!row) throw new Fault('not-found', 'There is no such comment.');
  return toComment(row);
}
