import { queryOptions } from '@tanstack/react-query';
import type { GridDifference, Lineage } from '../../server/core/coverage/schemas.ts';
import { call } from './client.ts';

/** What changed between two generations; it never changes itself. */
export const differenceQuery = (from: number, to: number) =>
  queryOptions({
    queryKey: ['difference', from, to],
    queryFn: ({ signal }) => call<GridDifference>('/generations/diff', { query: { from, to }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where a grid's ground came from and went to. */
export const lineageQuery = (code: string) =>
  queryOptions({
    queryKey: ['lineage', code],
    queryFn: ({ signal }) => call<Lineage>(`/coverage/grids/${code}/lineage`, { signal }),
    staleTime: 60_000,
  });
