import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';

/** A place on the map that a line of the panel is about. */
export type PlanPlace = { grid: string } | { at: [number, number] };

/** What the panel of a plan is about and may do. */
export interface PlanPanelProps {
  plan: PlanDetail;
  onChanged: () => void;
  /** Moves the map to a place. */
  onShow?: ((place: PlanPlace) => void) | undefined;
  /** Lets the reader pick a place on the map; undefined when the picking was given up. */
  onPick?: (() => Promise<[number, number] | undefined>) | undefined;
}
