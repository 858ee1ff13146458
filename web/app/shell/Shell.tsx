import { Suspense } from 'react';
import { Outlet } from 'react-router';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';
import './shell.css';

/** The frame around every page: the rail, the bar, and the page itself. */
export function Shell() {
  return (
    <div className="shell">
      <TopBar />
      <Rail />
      <main className="shell-page">
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
