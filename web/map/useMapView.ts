import { MapLibreOverlay } from '@deck.gl/maplibre';
import { AttributionControl, Map as MapView, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { type RefCallback, useCallback, useEffect, useState } from 'react';
import { baseStyle } from './layers/baseStyle.ts';

setWorkerUrl(workerUrl);

/** A running map and the overlay the areas are drawn on. */
export interface View {
  map: MapView;
  overlay: MapLibreOverlay;
}

/** Somewhere to look at before the district is known. */
const BEFORE_ANYTHING = { center: [109.06, 34.27] as [number, number], zoom: 10 };

function createView(container: HTMLElement): View {
  const map = new MapView({
    container,
    style: baseStyle,
    ...BEFORE_ANYTHING,
    minZoom: 4,
    maxZoom: 21,
    attributionControl: false,
    // North stays up and the ground flat: borders are compared by eye.
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    localIdeographFontFamily: "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif",
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 120 }), 'bottom-left');
  map.addControl(new AttributionControl({ compact: true, customAttribution: [] }), 'bottom-left');
  const overlay = new MapLibreOverlay({ interleaved: false, layers: [] });
  map.addControl(overlay);
  return { map, overlay };
}

/**
 * Starts a map in the element it is attached to and ends it with that element; 'failed' where the browser cannot draw one.
 * Gives what to put into the element's `ref`, and the map once its style is there.
 */
export function useMapView(): [attach: RefCallback<HTMLDivElement>, view: View | 'failed' | undefined] {
  const [view, setView] = useState<View | 'failed'>();
  const attach = useCallback((container: HTMLDivElement | null) => {
    if (!container) return undefined;
    let created: View;
    try {
      created = createView(container);
    } catch {
      setView('failed');
      return undefined;
    }
    created.map.once('style.load', () => setView(created));
    return () => {
      setView(undefined);
      created.map.remove();
    };
  }, []);
  return [attach, view];
}

/**
 * Names the canvas, in the reader's language, for whoever cannot see it. The overlay's canvas, which answers to no key, is
 * taken out of the way of Tab.
 */
export function useCanvasName(view: View | undefined, name: string): void {
  useEffect(() => {
    if (!view) return;
    const canvas = view.map.getCanvas();
    canvas.setAttribute('aria-label', name);
    for (const other of view.map.getContainer().querySelectorAll('canvas')) if (other !== canvas) other.tabIndex = -1;
  }, [view, name]);
}
