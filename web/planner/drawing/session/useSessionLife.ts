import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { planPageQuery } from '../../../api/planPages.ts';
import type { EditSessionView } from './editSessionView.ts';
import type { OpenEditSession } from './useEditSession.ts';

/** So often the session asks what other planners did. */
const FOLLOW_MILLISECONDS = 4000;

/**
 * Keeps an open session alive: follows the other planners, wakes with the network, asks before a page with unsent edits is left, and reads
 * the plan anew when it has moved onto another generation.
 */
export function useSessionLife(
  { session, frame }: OpenEditSession,
  plan: PlanDetail,
  reopen: () => void,
): EditSessionView {
  const view = useSyncExternalStore(session.subscribe, session.current);
  const client = useQueryClient();
  useEffect(() => {
    const follow = setInterval(() => {
      if (document.visibilityState === 'visible') void session.follow();
    }, FOLLOW_MILLISECONDS);
    const wake = () => session.wake();
    window.addEventListener('online', wake);
    window.addEventListener('focus', wake);
    return () => {
      clearInterval(follow);
      window.removeEventListener('online', wake);
      window.removeEventListener('focus', wake);
    };
  }, [session]);
  const { unsent, revision, outdated } = view;
  const isHolding = unsent > 0;
  useEffect(() => {
    if (!isHolding) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isHolding]);
  useEffect(() => {
    if (revision > 0) void client.invalidateQueries({ queryKey: planPageQuery(plan.id).queryKey });
  }, [client, plan.id, revision]);
  // The other way round the plan's own facts are the older ones, and are on their way.
  const hasMoved = plan.baseGeneration > frame.baseGeneration;
  useEffect(() => {
    if ((outdated || hasMoved) && !isHolding) reopen();
  }, [outdated, hasMoved, isHolding, reopen]);
  return view;
}
