import { queryOptions } from '@tanstack/react-query';
import type { BatchAnswer, BatchRequest, LookupAnswer, LookupQuery } from '../../server/core/locate/schemas.ts';
import { call } from './client.ts';

export type Answer = LookupAnswer;
export type Question = LookupQuery;

/** Which grid owns a spot. An answer holds for as long as the page shows it. */
export const lookupQuery = (question: LookupQuery) =>
  queryOptions({
    queryKey: ['lookup', question],
    queryFn: ({ signal }) => call<LookupAnswer>('/lookup', { query: { ...question }, signal }),
    staleTime: 60_000,
    retry: false,
  });

/** The grids of many spots, in their order. */
export const lookUpBatch = (request: BatchRequest): Promise<BatchAnswer> =>
  call<BatchAnswer>('/lookup/batch', { method: 'POST', body: request });
