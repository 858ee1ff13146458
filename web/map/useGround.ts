import { useQuery } from '@tanstack/react-query';
import type { Map as MapView } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import { settingsQuery } from '../api/settings.ts';
import { baseStyle } from './layers/baseStyle.ts';
import type { View } from './useMapView.ts';

/** What the areas stand on: the plain map of the stored layers, or the style the operator named. */
export type Ground = 'own' | 'foreign';

/** Lays the ground; undefined while it is not known. A foreign style that cannot be had gives way to our own map. */
export function useGround(view: View | undefined): Ground | undefined {
  const { data: settings, isError } = useQuery(settingsQuery);
  const [laid, setLaid] = useState<Ground>();
  const style = isError ? null : settings?.basemapStyle;
  useEffect(() => {
    if (!view || typeof style !== 'string') return undefined;
    return layForeign(view.map, style, setLaid);
  }, [view, style]);
  return style === null ? 'own' : laid;
}

/** The areas are drawn on an overlay of their own, so changing the style leaves them alone. Gives what takes the listeners off. */
function layForeign(map: MapView, style: string, onLaid: (ground: Ground) => void): () => void {
  const stopListening = () => {
    map.off('style.load', loaded);
    map.off('error', refused);
  };
  const loaded = () => {
    stopListening();
    onLaid('foreign');
  };
  const ownAgain = () => onLaid('own');
  const refused = () => {
    stopListening();
    map.once('style.load', ownAgain);
    map.setStyle(baseStyle, { diff: false });
  };
  map.on('style.load', loaded);
  map.on('error', refused);
  map.setStyle(style, { diff: false });
  return () => {
    stopListening();
    map.off('style.load', ownAgain);
  };
}
