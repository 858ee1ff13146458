import { queryOptions } from '@tanstack/react-query';
import type { CompactPlaces, PlaceKind } from '../../server/core/places/schemas.ts';
import type {
  ChangesAnswer,
  EditAnswer,
  PlanAreas,
  PlanDetail,
  PlanFaultList,
  PlanFrame,
} from '../../server/core/plans/schemas.ts';
import { call } from './client.ts';

/** A plan as it is on record now: what its grids stand in, the grids, and what the reader can undo and redo. */
export interface PlanOnRecord extends Pick<PlanDetail, 'undo' | 'redo'> {
  frame: PlanFrame;
  areas: EditAnswer['areas'];
}

export async function readPlan(id: string): Promise<PlanOnRecord> {
  const { undo, redo } = await call<PlanDetail>(`/plans/${id}`);
  const [frame, areas] = await Promise.all([
    call<PlanFrame>(`/plans/${id}/frame`),
    call<PlanAreas>(`/plans/${id}/areas`, { query: { level: 'grid' } }),
  ]);
  // Somebody's edit came between the two answers: the outline may not be that of the grids.
  return frame.revision === areas.revision ? { frame, areas, undo, redo } : readPlan(id);
}

/** The line to a plan's record. Every request has a key, so that it may be sent again when its answer was lost. */
export const lineTo = (id: string) => ({
  edit: (body: object, key: string) =>
    call<EditAnswer>(`/plans/${id}/edits`, { method: 'POST', body, idempotencyKey: key }),
  undo: (key: string) => call<EditAnswer>(`/plans/${id}/undo`, { method: 'POST', idempotencyKey: key }),
  redo: (key: string) => call<EditAnswer>(`/plans/${id}/redo`, { method: 'POST', idempotencyKey: key }),
  changes: (since: number) => call<ChangesAnswer>(`/plans/${id}/changes`, { query: { since } }),
});

/** What keeps a plan from being a coverage, at a revision. */
export const planFaultsQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: ['planFaults', id, revision],
    queryFn: async ({ signal }) => (await call<PlanFaultList>(`/plans/${id}/faults`, { signal })).faults,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Businesses or addresses within a code prefix, as weighted points. */
export const placesQuery = (kind: PlaceKind, within: string) =>
  queryOptions({
    queryKey: ['places', kind, within],
    queryFn: ({ signal }) => call<CompactPlaces>('/places', { query: { kind, within }, signal }),
    staleTime: 10 * 60_000,
  });
