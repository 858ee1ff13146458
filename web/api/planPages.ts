import { queryOptions } from '@tanstack/react-query';
import type { Level } from '../../server/core/coverage/schemas.ts';
import type { DraftOrder, DraftState } from '../../server/core/drafting/schemas.ts';
import type { Impact } from '../../server/core/plans/impactSchemas.ts';
import type {
  NewPlan,
  NewPlanComment,
  PlanImportAnswer,
  PlanImportForm,
  PlanPublication,
} from '../../server/core/plans/requests.ts';
import type {
  EditAnswer,
  PlanAreas,
  PlanComment,
  PlanCommentList,
  PlanDetail,
  PlanList,
  PlanRecordList,
  PlanSummary,
  PlanThread,
  PlanVerb,
} from '../../server/core/plans/schemas.ts';
import { call, Problem, parseObject, retryAfter } from './client.ts';
import type { AreaFeature } from './coverage.ts';
import type { FileReading } from './fileReading.ts';

const PLANS_LISTED = 200;
const EDITS_LISTED = 200;
const DRAFT_POLL_MILLISECONDS = 500;

/** What can be decided about a plan. */
export type Decision = Exclude<PlanVerb, 'answer' | 'schedule' | 'reschedule' | 'publish-failed'>;

/** The plans one may see, those changed last first. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: async ({ signal }) => (await call<PlanList>('/plans', { query: { limit: PLANS_LISTED }, signal })).plans,
  refetchInterval: 30_000,
});

/** One plan, for the pages beside the drawing. */
export const planPageQuery = (id: string) =>
  queryOptions({
    queryKey: ['planPage', id],
    queryFn: ({ signal }) => call<PlanDetail>(`/plans/${id}`, { signal }),
  });

/** What a plan would change for whom, as it was at a revision. */
export const impactQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['planImpact', id, revision],
    queryFn: ({ signal }) => call<Impact>(`/plans/${id}/impact`, { signal }),
    staleTime: 60_000,
  });

/** A level of a plan; the map wants to know of neighbours, which plans do not tell. */
export const planAreasQuery = (id: string, level: Level, revision: number) =>
  queryOptions({
    queryKey: ['planAreas', id, level, revision],
    queryFn: async ({ signal }): Promise<AreaFeature[]> => {
      const { features } = await call<PlanAreas>(`/plans/${id}/areas`, { query: { level }, signal });
      return features.map(({ id: code, properties, geometry }) => ({
        type: 'Feature',
        id: code,
        properties: { ...properties, level, neighbours: [] },
        geometry,
      }));
    },
    staleTime: 60_000,
  });

/** The latest entries of a plan's record, newest first. */
export const recordQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['planRecord', id, revision],
    queryFn: async ({ signal }) =>
      (await call<PlanRecordList>(`/plans/${id}/edits`, { query: { limit: EDITS_LISTED }, signal })).edits,
  });

/** The remarks on a plan, oldest first. */
export const commentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['planComments', id],
    queryFn: async ({ signal }) => (await call<PlanCommentList>(`/plans/${id}/comments`, { signal })).comments,
    refetchInterval: 20_000,
  });

/** The state of a first draft, asked again until it has ended. */
export const draftQuery = (plan: string, job: string) =>
  queryOptions({
    queryKey: ['draft', plan, job],
    queryFn: ({ signal }) => call<DraftState>(`/plans/${plan}/draft/${job}`, { signal }),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : DRAFT_POLL_MILLISECONDS),
  });

export const createPlan = (body: NewPlan) => call<PlanSummary>('/plans', { method: 'POST', body });

/** What was decided and said about a plan, oldest first; asked again while a page stands open. */
export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: ['planThread', id],
    queryFn: async ({ signal }) => (await call<PlanThread>(`/plans/${id}/thread`, { signal })).events,
    refetchInterval: 20_000,
  });

/** Decides about a plan, once for one `key`; `at` is for publishing later. Throws the `Problem` that says why not. */
export const decide = (id: string, decision: Decision, body: PlanPublication, key: string) =>
  call<PlanDetail>(`/plans/${id}/${decision}`, { method: 'POST', body, idempotencyKey: key });

/** Adds words to a plan's thread. */
export const answerPlan = (id: string, note: string, key: string) =>
  call<PlanDetail>(`/plans/${id}/answer`, { method: 'POST', body: { note }, idempotencyKey: key });

/** Moves a plan onto the newest version, giving up what it did around some grids. Throws a `stale` problem whose `drop` is wanted. */
export const rebasePlan = (id: string, drop: readonly string[]) =>
  call<PlanDetail>(`/plans/${id}/rebase`, { method: 'POST', body: { drop } });

export const addComment = (id: string, body: NewPlanComment) =>
  call<PlanComment>(`/plans/${id}/comments`, { method: 'POST', body });

export const resolveComment = (id: string, comment: string) =>
  call<PlanComment>(`/plans/${id}/comments/${comment}/resolve`, { method: 'POST' });

export const startDraft = (plan: string, body: DraftOrder) =>
  call<DraftState>(`/plans/${plan}/draft`, { method: 'POST', body });

export const cancelDraft = (plan: string, job: string) =>
  call<DraftState>(`/plans/${plan}/draft/${job}`, { method: 'DELETE' });

export interface PlanImport extends FileReading {
  file: File;
  level: NonNullable<PlanImportForm['level']>;
}

/** Takes back the last edit of a plan; `key` makes that happen once, however often it is sent. */
export const undoLast = (id: string, key: string) =>
  call<EditAnswer>(`/plans/${id}/undo`, { method: 'POST', idempotencyKey: key });

/** Takes a file into a plan. Throws a `Problem` as `call` does. */
export async function importIntoPlan(
  id: string,
  { file, level, crs, snapMetres, layer, codeColumn, assignCodes }: PlanImport,
): Promise<PlanImportAnswer> {
  const form = new FormData();
  form.set('level', level);
  form.set('crs', crs);
  if (snapMetres > 0) form.set('snapMetres', String(snapMetres));
  if (layer) form.set('layer', layer);
  if (codeColumn) form.set('codeColumn', codeColumn);
  if (assignCodes) form.set('assignCodes', 'true');
  form.set('file', file);
  const response = await reach(`/api/v1/plans/${id}/import`, { method: 'POST', body: form });
  return (await response.json()) as PlanImportAnswer;
}

/** A file the server makes, with the name it gives it. Throws a `Problem` as `call` does. */
export async function fetchFile(path: string): Promise<{ name: string; blob: Blob }> {
  const response = await reach(path, {});
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'gridwarden';
  return { name, blob: await response.blob() };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch(() => {
    throw new Problem(0, {});
  });
  if (!response.ok)
    throw new Problem(
      response.status,
      parseObject(await response.text()),
      retryAfter(response.headers.get('retry-after')),
    );
  return response;
}
