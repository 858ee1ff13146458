import { queryOptions } from '@tanstack/react-query';
import type { Settings } from '../../server/core/settings.ts';
import { call } from './client.ts';

/** What the operator chose for this installation; it holds until the server is started anew. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call<Settings>('/settings', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
