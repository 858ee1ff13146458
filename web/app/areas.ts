import { check } from '../check/page.ts';
import { history } from '../history/page.ts';
import { lookup } from '../lookup/page.ts';
import { onemap } from '../onemap/page.ts';
import { planner } from '../planner/page.ts';
import { system } from '../system/page.ts';
import type { Area } from '../ui/area.ts';

/** The areas of the app. A new one is added here; addresses, rail, breadcrumb and texts follow. */
export const AREAS: readonly Area[] = [onemap, planner, history, lookup, check, system].toSorted(
  (a, b) => a.rail.order - b.rail.order,
);
