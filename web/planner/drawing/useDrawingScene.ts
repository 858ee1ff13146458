import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanComment, PlanDetail } from '../../../server/core/plans/schemas.ts';
import { commentsQuery } from '../../api/planPages.ts';
import { boundsOf, widen } from '../../map/bounds.ts';
import type { Focus, LeveledAreas, MapFault, Pin, Scene } from '../../map/scene.ts';
import type { Places } from '../impact/usePlaces.ts';
import type { PlanPlace } from '../plans/PlanPanel.tsx';
import type { DeskView } from './deskView.ts';
import type { PlanDesk } from './planDesk.ts';
import { ShownAreas } from './shownAreas.ts';
import { draftOf } from './tools/tool.ts';
import type { Faults } from './useFaults.ts';
import type { ToolInHand } from './useTool.ts';

/** Pixels the cards at the sides cover. */
const COVERED = { left: 328, right: 352 };
/** Room around a place, as a share of its size, and in degrees about a single spot. */
const SURROUNDINGS = 0.35;
const SPOT_DEGREES = 0.003;

interface SceneOf {
  plan: PlanDetail;
  desk: PlanDesk;
  view: DeskView;
  inHand: ToolInHand;
  selected: string | undefined;
  places: Places;
  faults: Faults;
}

/** The plan on the map: its grids, what the tool in hand would make of them, its faults, and the place a card led to. */
export function useDrawingScene({ plan, desk, view, inHand, selected, places, faults }: SceneOf): Scene {
  const { t } = useTranslation();
  const shown = useMemo(() => ({ of: desk, areas: new ShownAreas() }), [desk]);
  const areas = useMemo(() => shown.areas.of(shown.of.ground, view.version), [shown, view.version]);
  const signs = useMemo(
    () =>
      faults.list.map(({ at, kind, severity }): MapFault => ({ at, kind, severity, sign: t(`check.sign.${kind}`) })),
    [faults.list, t],
  );
  const start = useStart(areas, plan.scope);
  const { gesture, sketch, draft } = inHand.view;
  const { chosen, choose, change } = faults;
  const fault = chosen === undefined ? undefined : faults.list[chosen];
  const { place, picking, onPoint, pins: shownPins } = places;
  const { data: comments } = useQuery(commentsQuery(plan.id));
  const pins = useMemo(() => [...pinsOf(comments ?? []), ...(shownPins ?? [])], [comments, shownPins]);
  return useMemo<Scene>(() => {
    const faultFocus = fault && focusOn(`fault ${chosen} ${plan.revision}`, [fault.at]);
    return {
      areas,
      level: 'grid',
      selected: areas.grid.some(({ id }) => id === selected) ? selected : undefined,
      draft: change ? draftOf(change, desk.ground) : draft,
      sketch,
      gesture: picking ? undefined : gesture,
      faults: signs,
      selectedFault: chosen,
      onFault: choose,
      pins,
      pickPoints: picking,
      onPoint,
      focus: faultFocus ?? focusOfPlace(place, areas) ?? start,
      covered: COVERED,
    };
  }, [
    areas,
    desk,
    selected,
    change,
    draft,
    sketch,
    gesture,
    signs,
    chosen,
    choose,
    fault,
    place,
    picking,
    onPoint,
    pins,
    start,
    plan.revision,
  ]);
}

/** A plan of a unit begins with the unit; the way back to it is the camera's own. */
function useStart(areas: LeveledAreas, scope: string): Focus | undefined {
  const [first] = useState(areas);
  return useMemo(() => {
    const unit = first.unit.find(({ id }) => id === scope);
    return unit && focusOn(`scope ${scope}`, [unit.geometry], 0.04);
  }, [first, scope]);
}

function focusOn(key: string, geometries: readonly GeoJSON.Geometry[], room = SURROUNDINGS): Focus | undefined {
  const box = boundsOf(geometries);
  if (!box) return undefined;
  const size = Math.max(box[2] - box[0], box[3] - box[1]);
  return { key, bounds: widen(box, Math.max(size * room, size < SPOT_DEGREES ? SPOT_DEGREES : 0)), maxZoom: 18 };
}

function focusOfPlace(place: PlanPlace | undefined, areas: LeveledAreas): Focus | undefined {
  if (!place) return undefined;
  if ('at' in place) return focusOn(place.at.join(), [{ type: 'Point', coordinates: place.at }]);
  const grid = areas.grid.find(({ id }) => id === place.grid);
  return grid && focusOn(`grid ${place.grid}`, [grid.geometry]);
}

/** Remarks that are still open, where they are pinned. */
const pinsOf = (comments: readonly PlanComment[]): Pin[] =>
  comments.flatMap(({ at, resolvedAt }): Pin[] => {
    const [lng, lat] = at ?? [];
    return lng === undefined || lat === undefined || resolvedAt !== null ? [] : [{ lng, lat, kind: 'found' }];
  });
