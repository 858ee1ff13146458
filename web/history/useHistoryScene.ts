import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { GridDifference } from '../../server/core/coverage/schemas.ts';
import type { AreaFeature } from '../api/coverage.ts';
import { differenceQuery } from '../api/history.ts';
import { boundsOf, boundsOfOne, widen } from '../map/bounds.ts';
import type { DifferingArea, Focus, LeveledAreas, Scene } from '../map/scene.ts';
import { usePublishedAreas } from '../map/usePublishedAreas.ts';
import type { HistoryAddress } from './useHistoryAddress.ts';

const LEFT_CARD = 376;
const RIGHT_CARD = 352;
/** Room around what is looked at, as a share of its size. */
const SURROUNDINGS = 0.6;

/** A version on the map, and over it what differs between the two compared: the newer ground coloured, the older dashed. */
export function useHistoryScene(
  address: HistoryAddress,
  shown: number | undefined,
): { scene: Scene; difference: UseQueryResult<GridDifference> } {
  const { compared, grid, showGrid } = address;
  const { areas } = usePublishedAreas({ generation: shown });
  const older = usePublishedAreas({ generation: compared?.from ?? shown });
  const isPair = compared !== undefined && compared.from !== compared.to;
  const difference = useQuery({
    ...differenceQuery(compared?.from ?? 1, compared?.to ?? 1),
    enabled: isPair,
  });
  const changes = isPair ? difference.data : undefined;
  const overlay = useMemo(() => overlayOf(changes, areas, older.areas), [changes, areas, older.areas]);
  const focus = useMemo(() => focusOf(grid, areas, overlay, compared), [grid, areas, overlay, compared]);
  const selected = areas?.grid.some(({ properties }) => properties.code === grid) ? grid : undefined;
  const right = compared || grid ? RIGHT_CARD : 0;
  const scene = useMemo<Scene>(
    () => ({
      areas,
      level: 'grid',
      selected,
      ...overlay,
      focus,
      covered: { left: LEFT_CARD, right },
      onArea: showGrid,
    }),
    [areas, selected, overlay, focus, right, showGrid],
  );
  return { scene, difference };
}

interface Overlay {
  differing?: DifferingArea[];
  former?: GeoJSON.Geometry[];
}

/** The codes of a difference, each with its kind. One that is both reshaped and renamed counts as reshaped. */
export function kindsOf(difference: GridDifference): Map<string, DifferingArea['kind']> {
  const kinds = new Map<string, DifferingArea['kind']>();
  for (const { code } of difference.renamed) kinds.set(code, 'renamed');
  for (const { code } of difference.reshaped) kinds.set(code, 'changed');
  for (const code of difference.created) kinds.set(code, 'created');
  for (const code of difference.retired) kinds.set(code, 'retired');
  return kinds;
}

function overlayOf(
  difference: GridDifference | undefined,
  now: LeveledAreas | undefined,
  before: LeveledAreas | undefined,
): Overlay {
  if (!difference || !now || !before) return {};
  const kinds = kindsOf(difference);
  const differing = now.grid.flatMap(({ properties: { code }, geometry }): DifferingArea[] => {
    const kind = kinds.get(code);
    return kind ? [{ code, kind, geometry }] : [];
  });
  const moved = (area: AreaFeature) => {
    const kind = kinds.get(area.properties.code);
    return kind === 'changed' || kind === 'retired';
  };
  return { differing, former: before.grid.filter(moved).map(({ geometry }) => geometry) };
}

function focusOf(
  grid: string | undefined,
  areas: LeveledAreas | undefined,
  { differing, former }: Overlay,
  compared: HistoryAddress['compared'],
): Focus | undefined {
  const selected = grid && areas?.grid.find(({ properties }) => properties.code === grid)?.geometry;
  if (selected) return around(`grid ${grid}`, boundsOfOne(selected));
  if (!differing || !former || !compared) return undefined;
  const drawn = [...differing.map(({ geometry }) => geometry), ...former];
  return around(`${compared.from} ${compared.to}`, boundsOf(drawn));
}

function around(key: string, bounds: ReturnType<typeof boundsOf>): Focus | undefined {
  if (!bounds) return undefined;
  const [west, south, east, north] = bounds;
  return { key, bounds: widen(bounds, Math.max(east - west, north - south) * SURROUNDINGS), maxZoom: 15.5 };
}
