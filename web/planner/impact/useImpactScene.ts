import { useMemo } from 'react';
import type { Impact } from '../../../server/core/plans/schemas.ts';
import type { AreaFeature } from '../../api/coverage.ts';
import { boundsOf, widen } from '../../map/bounds.ts';
import type { Bounds, DifferingArea, LeveledAreas, Scene } from '../../map/scene.ts';
import type { ImpactAreas } from './useImpactAreas.ts';

/** Which side of the comparison the map shows. */
export type Side = 'before' | 'after' | 'both';

const LEFT_CARD = 656;
/** Room around what changes, as a share of its size. */
const SURROUNDINGS = 0.35;

/** The ground before or after, what differs on that side coloured; overlaid, the borders before are dashed over those after. */
export function useImpactScene(
  impact: Impact | undefined,
  { before, after }: ImpactAreas,
  side: Side,
  selected: string | undefined,
  onArea: (code: string | undefined) => void,
): Scene {
  const bounds = useMemo(() => changedBounds(impact, before, after), [impact, before, after]);
  return useMemo<Scene>(() => {
    const areas = side === 'before' ? before : after;
    return {
      areas,
      level: 'grid',
      selected: areas?.grid.some(({ properties }) => properties.code === selected) ? selected : undefined,
      differing: impact && areas ? differingOf(impact, areas) : undefined,
      former: side === 'both' && impact && before ? formerOf(impact, before) : undefined,
      focus: bounds && { key: 'impact', bounds, maxZoom: 16 },
      covered: { left: LEFT_CARD, right: 0 },
      onArea,
    };
  }, [impact, before, after, side, selected, bounds, onArea]);
}

/** The areas of one side that differ. */
export function differingOf(impact: Impact, areas: LeveledAreas): DifferingArea[] {
  const kinds = new Map(impact.grids.map(({ code, kind }) => [code, kind]));
  return areas.grid.flatMap(({ properties: { code }, geometry }): DifferingArea[] => {
    const kind = kinds.get(code);
    return kind ? [{ code, kind, geometry }] : [];
  });
}

/** What lay there before where borders move. */
function formerOf(impact: Impact, before: LeveledAreas): GeoJSON.Geometry[] {
  const moved = new Set(impact.grids.filter(({ kind }) => kind !== 'renamed').map(({ code }) => code));
  return before.grid.filter(({ properties }) => moved.has(properties.code)).map(({ geometry }) => geometry);
}

/** The box around everything that changes, with its surroundings. */
export function changedBounds(
  impact: Impact | undefined,
  before: LeveledAreas | undefined,
  after: LeveledAreas | undefined,
): Bounds | undefined {
  if (!impact || !before || !after) return undefined;
  const codes = new Set(impact.grids.map(({ code }) => code));
  const changed = ({ properties }: AreaFeature) => codes.has(properties.code);
  const areas = [...before.grid.filter(changed), ...after.grid.filter(changed)];
  const box = boundsOf(areas.map(({ geometry }) => geometry));
  if (!box) return undefined;
  const [west, south, east, north] = box;
  return widen(box, Math.max(east - west, north - south) * SURROUNDINGS);
}
