import type { Change } from '../../../../server/core/coverage/change.ts';
import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { movesGround } from '../../../../server/core/coverage/passages.ts';
import type { StreetNetwork } from '../../../../server/core/coverage/streetPath.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import type { DraftAreas, Gesture, Sketch } from '../../../map/scene.ts';
import type { EditSession } from '../session/editSession.ts';
import { Observable } from '../session/observable.ts';
import type { Refusal, Trial } from '../session/trial.ts';

/** What a tool works with. */
export interface Workplace {
  session: EditSession;
  /** Null where the district has no streets on record. */
  streets: () => StreetNetwork | null;
  selected: () => string | undefined;
  select: (code: string | undefined) => void;
}

/** What the screen shows of a tool at work. */
export interface ToolView {
  gesture: Gesture;
  sketch?: Sketch | undefined;
  draft?: DraftAreas | undefined;
  /** What would come of it now: the numbers beside the map follow. */
  change?: Change | undefined;
  refusal?: Refusal | undefined;
  /** What has been chosen so far, in the order of choosing. */
  chosen?: readonly string[] | undefined;
  /** There is something that Enter would carry out. */
  isReady?: boolean | undefined;
  /** There is something that Escape would give up. */
  isBusy?: boolean | undefined;
}

/** A tool of the planner: it reads the pointer, tries what that would mean, and shows it before it is done. */
export abstract class Tool extends Observable<ToolView> {
  protected readonly place: Workplace;

  constructor(place: Workplace, view: ToolView) {
    super(view);
    this.place = place;
  }

  /** Carries out what is ready. */
  confirm(): void {}

  /** Gives up what was begun. */
  abstract cancel(): void;

  /** Takes away what is pointed at. */
  remove(): void {}

  /** The grids or the selection changed: what is shown of them is to be shown anew. */
  refresh(): void {}

  /** Follow the streets between two clicks? Only for tools that draw lines. */
  follow(_streets: boolean): void {}

  /** Does an edit; shows why where it cannot be. */
  protected carryOut(trial: Trial): boolean {
    if (trial.change) return this.place.session.apply(trial.edit).refusal === undefined;
    this.show({ ...this.view, refusal: trial.refusal });
    return false;
  }
}

/**
 * The grids of a change as they would be, in the place of those it touches, each with its code. Grids next door that only get a corner
 * look as before and are left out.
 */
export function draftOf(change: Change, ground: EditableCoverage): DraftAreas {
  const changed = change.put.filter(({ code }) => !ground.find(code) || movesGround(change.passages ?? [], code));
  return {
    hidden: new Set([...changed.map(({ code }) => code), ...change.remove]),
    areas: changed.map(({ code, area }) => ({ code, geometry: toGeoJson(area), label: code })),
    tone: 'good',
  };
}
