import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { coverageQuery, generationsQuery } from '../api/coverage.ts';
import { boundsOfOne, widen } from '../map/bounds.ts';
import type { Focus, LeveledAreas, Scene } from '../map/scene.ts';
import { useScene } from '../map/stage.tsx';
import { usePublishedAreas } from '../map/usePublishedAreas.ts';
import { AreaPanel } from './AreaPanel.tsx';
import { MapNotices } from './MapNotices.tsx';
import './onemap.css';
import { PastBanner } from './PastBanner.tsx';
import { UnitCard } from './UnitCard.tsx';
import { useMapAddress } from './useMapAddress.ts';

const LEFT_CARD = 328;
const RIGHT_PANEL = 352;

/** The one map: the published grids now, on a past day or in a past version, and the selected one. */
export function MapPage() {
  const { t } = useTranslation('onemap');
  const address = useMapAddress();
  const { code, level, at, version, select } = address;
  const { data: coverage } = useQuery(coverageQuery);
  const edition = useMemo(() => ({ at, generation: version }), [at, version]);
  const published = usePublishedAreas(edition);
  const moment = useMoment(at, version);
  const { areas, generation } = published;
  const selected = areas?.[level].find(({ properties }) => properties.code === code);
  const focus = useFocus(areas, code, level);

  const scene = useMemo<Scene>(
    () => ({
      areas,
      level,
      selected: selected ? code : undefined,
      focus,
      covered: { left: LEFT_CARD, right: code ? RIGHT_PANEL : 0 },
      onArea: select,
    }),
    [areas, level, selected, code, focus, select],
  );
  useScene(scene);

  return (
    <div className="over-map">
      <title>{`${selected ? `${selected.properties.code} ${selected.properties.name}` : t('one.title')} · ${t('product.name')}`}</title>
      <div className="over-map-left">{areas && <UnitCard areas={areas} address={address} />}</div>
      <div className="over-map-middle">
        {generation !== undefined && (
          <PastBanner address={address} generation={generation} past={generation !== coverage?.generation} />
        )}
        <MapNotices published={published} address={address} />
      </div>
      <div className="over-map-right">
        {code && areas && generation !== undefined && (
          <AreaPanel area={selected} areas={areas} generation={generation} address={address} moment={moment} />
        )}
      </div>
    </div>
  );
}

/** When what is shown held, as the lookup of who answers for a grid has to be asked; null while that is not known. */
function useMoment(at: string | undefined, version: number | undefined): string | undefined | null {
  const { data: generations } = useQuery({ ...generationsQuery, enabled: version !== undefined });
  if (version === undefined) return at;
  return generations?.find(({ generation }) => generation === version)?.effectiveAt ?? null;
}

/** The camera goes to an area that was not clicked on the map (a link, the list, the search) and to each newly selected one. */
function useFocus(
  areas: LeveledAreas | undefined,
  code: string | undefined,
  level: keyof LeveledAreas,
): Focus | undefined {
  return useMemo(() => {
    const geometry = areas?.[level].find(({ properties }) => properties.code === code)?.geometry;
    const bounds = geometry && boundsOfOne(geometry);
    if (!bounds || !code) return undefined;
    const [west, south, east, north] = bounds;
    // Room around the area: its neighbours say where it lies.
    return { key: code, bounds: widen(bounds, Math.max(east - west, north - south) * 0.6), maxZoom: 15.5 };
  }, [areas, code, level]);
}
