import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanComment, PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { commentsQuery } from '../../../api/planPages.ts';
import type { MapFault, Pin, Scene } from '../../../map/scene.ts';
import type { Places } from '../../impact/usePlaces.ts';
import type { Faults } from '../faults/useFaults.ts';
import { ShownAreas } from '../figures/shownAreas.ts';
import type { EditSession } from '../session/editSession.ts';
import type { EditSessionView } from '../session/editSessionView.ts';
import { draftOf } from '../tools/tool.ts';
import type { ToolInHand } from '../tools/useTool.ts';
import { useDrawingFocus } from './useDrawingFocus.ts';

/** Pixels the cards at the sides cover. */
const COVERED = { left: 328, right: 352 };

interface SceneOf {
  plan: PlanDetail;
  session: EditSession;
  view: EditSessionView;
  inHand: ToolInHand;
  selected: string | undefined;
  places: Places;
  faults: Faults;
}

/** The plan on the map: its grids, what the tool in hand would make of them, its faults, and the place a card led to. */
export function useDrawingScene({ plan, session, view, inHand, selected, places, faults }: SceneOf): Scene {
  const { t } = useTranslation('planner');
  const shown = useMemo(() => ({ of: session, areas: new ShownAreas() }), [session]);
  const areas = useMemo(() => shown.areas.of(shown.of.ground, view.version), [shown, view.version]);
  const signs = useMemo(
    () =>
      faults.list.map(({ at, kind, severity }): MapFault => ({ at, kind, severity, sign: t(`fault.sign.${kind}`) })),
    [faults.list, t],
  );
  const { gesture, sketch, draft } = inHand.view;
  const { chosen, choose, change } = faults;
  const fault = chosen === undefined ? undefined : faults.list[chosen];
  const { place, picking, onPoint, pins: shownPins } = places;
  const focus = useDrawingFocus(areas, plan.scope, place, fault);
  const { data: comments } = useQuery(commentsQuery(plan.id));
  const pins = useMemo(() => [...pinsOf(comments ?? []), ...(shownPins ?? [])], [comments, shownPins]);
  return useMemo<Scene>(
    () => ({
      areas,
      level: 'grid',
      selected: areas.grid.some(({ id }) => id === selected) ? selected : undefined,
      draft: change ? draftOf(change, session.ground) : draft,
      sketch,
      gesture: picking ? undefined : gesture,
      faults: signs,
      selectedFault: chosen,
      onFault: choose,
      pins,
      pickPoints: picking,
      onPoint,
      focus,
      covered: COVERED,
    }),
    [areas, session, selected, change, draft, sketch, gesture, signs, chosen, choose, picking, onPoint, pins, focus],
  );
}

/** Remarks that are still open, where they are pinned. */
const pinsOf = (comments: readonly PlanComment[]): Pin[] =>
  comments.flatMap(({ at, resolvedAt }): Pin[] => {
    const [lng, lat] = at ?? [];
    return lng === undefined || lat === undefined || resolvedAt !== null ? [] : [{ lng, lat, kind: 'found' }];
  });
