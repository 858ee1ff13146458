import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './client.ts';
import { sessionQuery } from './session.ts';

/** Retried only where another try may succeed: the network, or a service that is recovering. */
function worthRetrying(failures: number, error: Error): boolean {
  return (
    failures < 2 && error instanceof Problem && (error.status === 0 || error.status === 502 || error.status === 503)
  );
}

/** The app's query client. A 401 anywhere means the session has ended: the pages then give way to the sign-in page. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteExpiry }),
  defaultOptions: { queries: { retry: worthRetrying, refetchOnWindowFocus: true } },
});

/** Marks the session as ended when an answer says so. */
export function noteExpiry(error: Error): void {
  if (error instanceof Problem && error.status === 401)
    queryClient.setQueryData(sessionQuery.queryKey, { user: null, expired: true });
}
