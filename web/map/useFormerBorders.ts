import { useEffect } from 'react';
import { tokens } from '../ui/tokens.ts';
import type { View } from './useMapView.ts';

/** The layer's name, below which a base map goes. */
export const FORMER_BORDERS = 'former-borders';

/** Draws the borders of an earlier edition, dashed. The map's own line layer does it, since it can dash in pixels. */
export function useFormerBorders(view: View | undefined, former: readonly GeoJSON.Geometry[] | undefined): void {
  useEffect(() => {
    if (!view) return undefined;
    const { map } = view;
    const data: GeoJSON.FeatureCollection = {
      type: 'FeatureCollection',
      features: (former ?? []).map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
    };
    const draw = () => {
      if (map.getSource(FORMER_BORDERS)) return;
      map.addSource(FORMER_BORDERS, { type: 'geojson', data });
      map.addLayer({
        id: FORMER_BORDERS,
        type: 'line',
        source: FORMER_BORDERS,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': tokens.fault, 'line-width': 2.6, 'line-dasharray': [2.2, 1.8] },
      });
    };
    if (data.features.length > 0) {
      draw();
      // A base map that arrives later takes the layers of the one before away.
      map.on('style.load', draw);
    }
    return () => {
      map.off('style.load', draw);
      // The map may have gone before this effect ends.
      if (!map.style) return;
      if (map.getLayer(FORMER_BORDERS)) map.removeLayer(FORMER_BORDERS);
      if (map.getSource(FORMER_BORDERS)) map.removeSource(FORMER_BORDERS);
    };
  }, [view, former]);
}
