import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { PlanDetail } from '../../../server/core/plans/schemas.ts';
import { useScene } from '../../map/stage.tsx';
import { usePlaces } from '../impact/usePlaces.ts';
import type { PlanPlace } from '../plans/panel/planPanelProps.ts';
import { DrawingNotices } from './cards/DrawingNotices.tsx';
import { PlanHead } from './cards/PlanHead.tsx';
import { RightCards } from './cards/RightCards.tsx';
import { ToolCard } from './cards/ToolCard.tsx';
import { CheckCard } from './faults/CheckCard.tsx';
import { useFaults } from './faults/useFaults.ts';
import { useFigures } from './figures/useFigures.ts';
import { useDrawingScene } from './map/useDrawingScene.ts';
import { useStreets } from './map/useStreets.ts';
import type { OpenEditSession } from './session/useEditSession.ts';
import { useSessionLife } from './session/useSessionLife.ts';
import { useDrawingKeys } from './tools/useDrawingKeys.ts';
import { TOOL_NAMES, type ToolName, useTool } from './tools/useTool.ts';

interface PlanDrawingProps {
  plan: PlanDetail;
  open: OpenEditSession;
  reopen: () => void;
}

/** An open plan: tools at the left, numbers at the right, and the map between them. */
export function PlanDrawing({ plan, open, reopen }: PlanDrawingProps) {
  const { t } = useTranslation('planner');
  const { session } = open;
  const view = useSessionLife(open, plan, reopen);
  const address = useDrawingAddress();
  const places = usePlaces();
  const mayEdit = plan.may.includes('edit') && !view.outdated;
  const streets = useStreets();
  const figures = useFigures(plan.scope);
  const { selected, select } = address;
  const tool = mayEdit ? address.tool : 'select';
  const inHand = useTool(tool, session, { streets, selected, select });
  const faults = useFaults(plan, view);
  useDrawingKeys({ inHand, session, mayEdit, choose: address.choose });
  useScene(useDrawingScene({ session, view, inHand, selected, places, faults, plan }));
  const { show: showPlace } = places;
  const show = useCallback(
    (place: PlanPlace) => {
      if ('grid' in place) select(place.grid);
      showPlace(place);
    },
    [select, showPlace],
  );
  return (
    <div className="over-map drawing" data-testid="drawing" data-saving={view.saving} data-revision={view.revision}>
      <title>{`${plan.title} · ${t('product.name')}`}</title>
      <div className="over-map-left">
        <PlanHead plan={plan} session={session} view={view} />
        {mayEdit && (
          <ToolCard
            name={tool}
            inHand={inHand}
            session={session}
            view={view}
            onChoose={address.choose}
            hasStreets={streets !== null}
          />
        )}
        <CheckCard plan={plan} open={open} view={view} faults={faults} mayEdit={mayEdit} onShow={show} />
      </div>
      <div className="over-map-middle">
        <DrawingNotices plan={plan} session={session} view={view} />
      </div>
      <div className="over-map-right">
        <RightCards
          plan={plan}
          open={open}
          change={faults.change ?? inHand.view.change}
          figures={figures}
          selected={selected}
          mayEdit={mayEdit}
          namings={address.namings}
          onSelect={select}
          onShow={show}
          onPick={places.pick}
          onReopen={reopen}
        />
      </div>
    </div>
  );
}

/** The selected grid and the tool are part of the address, so that a state can be linked to and outlives a reload. */
function useDrawingAddress() {
  const [search, setSearch] = useSearchParams();
  const [naming, setNaming] = useState(0);
  const selected = search.get('grid') ?? undefined;
  const tool = TOOL_NAMES.find((name) => name === search.get('tool')) ?? 'select';
  const put = useCallback(
    (name: string, value: string | undefined) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === undefined) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const select = useCallback((code: string | undefined) => put('grid', code), [put]);
  const choose = useCallback(
    (name: ToolName | 'name') => {
      if (name === 'name') setNaming((count) => count + 1);
      else put('tool', name === 'select' ? undefined : name);
    },
    [put],
  );
  return useMemo(() => ({ selected, tool, select, choose, namings: naming }), [selected, tool, select, choose, naming]);
}
