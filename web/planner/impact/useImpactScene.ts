import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import type { AreaFeature } from '../../api/coverage.ts';
import { boundsOf, widen } from '../../map/bounds.ts';
import type { Bounds, Difference, DifferingArea, DrawnPassage, Focus, LeveledAreas, Scene } from '../../map/scene.ts';
import type { PlanPlace } from '../plans/panel/planPanelProps.ts';
import type { PassageRow } from './passages.ts';
import type { ImpactAreas } from './useImpactAreas.ts';
import type { Passages } from './usePassages.ts';
import type { Places } from './usePlaces.ts';

/** Which side of the comparison the map shows. */
export type Side = 'before' | 'after' | 'both';

const LEFT_CARD = 656;
/** Room around what changes, as a share of its size. */
const SURROUNDINGS = 0.35;
/** Degrees shown about a single place, about 400 m. */
const PLACE_DEGREES = 0.004;

/** What the reader points at, on the map and from the list. */
interface Pointing {
  selected: string | undefined;
  select: (code: string | undefined) => void;
  places: Places;
  passages: Passages;
}

/** The ground before or after, what differs on that side coloured; overlaid, the borders before are dashed over those after. */
export function useImpactScene(
  impact: Impact | undefined,
  { before, after }: ImpactAreas,
  side: Side,
  { selected, select, places, passages }: Pointing,
): Scene {
  const { t } = useTranslation('planner');
  const { place, pins, picking, onPoint } = places;
  const { rows, lit, lightOnMap, led } = passages;
  const nobody = t('impact.nobody');
  const drawn = useMemo(() => drawnPassages(rows, side, nobody), [rows, side, nobody]);
  const bounds = useMemo(() => changedBounds(impact, before, after), [impact, before, after]);
  return useMemo<Scene>(() => {
    const areas = side === 'before' ? before : after;
    return {
      areas,
      level: 'grid',
      selected: areas?.grid.some(({ properties }) => properties.code === selected) ? selected : undefined,
      differing: impact && areas ? differingOf(impact, areas) : undefined,
      former: side === 'both' && impact && before ? formerOf(impact, before) : undefined,
      passages: drawn,
      litPassage: lit,
      onPassage: lightOnMap,
      focus: focusOfPassage(led) ?? focusOf(place, areas) ?? (bounds && { key: 'impact', bounds, maxZoom: 16 }),
      pins,
      pickPoints: picking,
      onPoint,
      covered: { left: LEFT_CARD, right: 0 },
      onArea: select,
    };
  }, [
    impact,
    before,
    after,
    side,
    selected,
    select,
    bounds,
    place,
    pins,
    picking,
    onPoint,
    drawn,
    lit,
    lightOnMap,
    led,
  ]);
}

/** The ground that passes, each piece part of the area that has it on the side that is shown. */
const drawnPassages = (rows: readonly PassageRow[], side: Side, nobody: string): DrawnPassage[] =>
  rows.flatMap(({ name, from, to, at }): DrawnPassage[] => {
    if (!at) return [];
    const code = (side === 'before' ? from : to) ?? undefined;
    return [{ name, label: `${from ?? nobody} → ${to ?? nobody}`, code, geometry: at }];
  });

function focusOfPassage(led: PassageRow | undefined): Focus | undefined {
  const box = led?.at && boundsOf([led.at]);
  if (!led || !box) return undefined;
  const room = Math.max((box[2] - box[0]) * SURROUNDINGS, PLACE_DEGREES / 4);
  return { key: `passage ${led.name}`, bounds: widen(box, room), maxZoom: 17 };
}

/** The camera goes to the place a line of the panel led to. */
function focusOf(place: PlanPlace | undefined, areas: LeveledAreas | undefined): Focus | undefined {
  if (!place) return undefined;
  if ('at' in place) {
    const [lng, lat] = place.at;
    return { key: place.at.join(), bounds: widen([lng, lat, lng, lat], PLACE_DEGREES), maxZoom: 16 };
  }
  const geometry = areas?.grid.find(({ properties }) => properties.code === place.grid)?.geometry;
  const box = geometry && boundsOf([geometry]);
  return box && { key: `grid ${place.grid}`, bounds: widen(box, (box[2] - box[0]) * SURROUNDINGS), maxZoom: 16 };
}

/** The grids whose ground or name changes, each with how. */
export function kindsOf(impact: Impact): Map<string, Difference> {
  return new Map(
    impact.grids.flatMap((grid): [string, Difference][] => {
      const { kind } = grid;
      return kind === 'touched' ? [] : [[grid.code, kind]];
    }),
  );
}

/** The areas of one side that differ. */
export function differingOf(impact: Impact, areas: LeveledAreas): DifferingArea[] {
  const kinds = kindsOf(impact);
  return areas.grid.flatMap(({ properties: { code }, geometry }): DifferingArea[] => {
    const kind = kinds.get(code);
    return kind ? [{ code, kind, geometry }] : [];
  });
}

/** What lay there before where borders move. */
function formerOf(impact: Impact, before: LeveledAreas): GeoJSON.Geometry[] {
  const kinds = kindsOf(impact);
  const moved = ({ properties: { code } }: AreaFeature) => kinds.has(code) && kinds.get(code) !== 'renamed';
  return before.grid.filter(moved).map(({ geometry }) => geometry);
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
