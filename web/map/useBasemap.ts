import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { basemapQuery } from '../api/coverage.ts';
import { BASEMAP_SOURCE, basemapLayers } from './layers/baseStyle.ts';
import { FORMER_BORDERS } from './useFormerBorders.ts';
import { useGround } from './useGround.ts';
import type { View } from './useMapView.ts';

/**
 * Lays a map under the areas: the style the operator named, or streets and water from the stored layers as soon as they have
 * arrived; without them the paper stays plain. The source is added with its data rather than filled later: data set while an
 * empty source was still loading was seen to go missing.
 */
export function useBasemap(view: View | undefined): void {
  const ground = useGround(view);
  // Asked for while the style is still loading: only a foreign map makes it needless.
  const { data } = useQuery({ ...basemapQuery, enabled: ground !== 'foreign' });
  useEffect(() => {
    if (!view || ground !== 'own' || !data || view.map.getSource(BASEMAP_SOURCE)) return;
    view.map.addSource(BASEMAP_SOURCE, { type: 'geojson', data });
    const above = view.map.getLayer(FORMER_BORDERS) ? FORMER_BORDERS : undefined;
    for (const layer of basemapLayers) view.map.addLayer(layer, above);
  }, [view, ground, data]);
}
