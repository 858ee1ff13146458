import { createBrowserRouter, Navigate } from 'react-router';
import { Crash } from './Crash.tsx';
import { NoPage } from './NoPage.tsx';
import { RequireSession } from './RequireSession.tsx';
import { Shell } from './shell/Shell.tsx';
import { SignInPage } from './signIn/SignInPage.tsx';

/** The addresses of the app. Pages that use the map share one stage; each comes in its own chunk. */
export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInPage />, errorElement: <Crash /> },
  {
    element: (
      <RequireSession>
        <Shell />
      </RequireSession>
    ),
    errorElement: <Crash />,
    children: [
      { index: true, element: <Navigate to="/map" replace /> },
      {
        lazy: async () => ({ Component: (await import('./StageLayout.tsx')).StageLayout }),
        children: [
          { path: 'map/:code?', lazy: async () => ({ Component: (await import('../onemap/MapPage.tsx')).MapPage }) },
          {
            path: 'planner',
            lazy: async () => ({ Component: (await import('../planner/plans/PlansPage.tsx')).PlansPage }),
          },
          {
            path: 'planner/:id',
            lazy: async () => ({ Component: (await import('../planner/drawing/DrawingPage.tsx')).DrawingPage }),
          },
          {
            path: 'planner/:id/impact',
            lazy: async () => ({ Component: (await import('../planner/impact/ImpactPage.tsx')).ImpactPage }),
          },
          {
            path: 'history',
            lazy: async () => ({ Component: (await import('../history/HistoryPage.tsx')).HistoryPage }),
          },
          { path: 'lookup', lazy: async () => ({ Component: (await import('../lookup/LookupPage.tsx')).LookupPage }) },
          { path: 'check', lazy: async () => ({ Component: (await import('../check/CheckPage.tsx')).CheckPage }) },
        ],
      },
      {
        path: 'system/:tab?',
        lazy: async () => ({ Component: (await import('../system/SystemPage.tsx')).SystemPage }),
      },
      { path: '*', element: <NoPage /> },
    ],
    hydrateFallbackElement: <div />,
  },
]);
