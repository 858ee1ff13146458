import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import type { Area, Page } from '../ui/area.ts';
import { AREAS } from './areas.ts';
import { Crash } from './Crash.tsx';
import { loadTexts } from './i18n.ts';
import { NoPage } from './NoPage.tsx';
import { RequireSession } from './RequireSession.tsx';
import { Shell } from './shell/Shell.tsx';
import { SignInPage } from './signIn/SignInPage.tsx';

/** A page comes in its own chunk, together with the texts of its area: it is never drawn without them. */
function routeOf(area: Area, { path, load }: Page): RouteObject {
  return {
    path,
    lazy: async () => {
      const [Component] = await Promise.all([load(), loadTexts(area)]);
      return { Component };
    },
  };
}

/** The pages of all areas that stand on the map, or that do not. */
const routesOn = (ground: Page['ground']): RouteObject[] =>
  AREAS.flatMap((area) => area.pages.filter((page) => page.ground === ground).map((page) => routeOf(area, page)));

/** Opens the addresses of the app, and loads the page of the present one at once. Pages that float over the map share one stage. */
export const startRouter = () =>
  createBrowserRouter([
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
          children: routesOn('map'),
        },
        ...routesOn('plain'),
        { path: '*', element: <NoPage /> },
      ],
      hydrateFallbackElement: <div />,
    },
  ]);
