import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { sessionQuery } from '../api/session.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { SignedIn } from '../ui/signedIn.ts';

/** Lets through whoever is signed in; others go to the sign-in page, which brings them back here. */
export function RequireSession({ children }: { children: ReactNode }) {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const location = useLocation();
  if (isPending) return <Spin fullscreen />;
  if (error) {
    return (
      <div className="page-notice">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!session.user) {
    const back = `${location.pathname}${location.search}`;
    return <Navigate to="/sign-in" replace state={{ back, expired: session.expired }} />;
  }
  return <SignedIn value={session.user}>{children}</SignedIn>;
}
