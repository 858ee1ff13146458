import type { Map as MapView } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import type { Bounds, Scene } from './scene.ts';

const MARGIN = 48;
const FLIGHT_MILLISECONDS = 700;

/** Moves the camera so that a box is seen, clear of the cards at the sides. */
export function showBounds(
  map: MapView,
  bounds: Bounds,
  covered: Scene['covered'],
  options: { maxZoom?: number; duration: number },
): void {
  const { clientWidth } = map.getContainer();
  const left = covered?.left ?? 0;
  const right = covered?.right ?? 0;
  // On a narrow window the cards cover most of the map: then the middle of the whole map will do.
  const roomy = clientWidth - left - right > 320;
  map.fitBounds([bounds[0], bounds[1], bounds[2], bounds[3]], {
    padding: { top: MARGIN, bottom: MARGIN, left: MARGIN + (roomy ? left : 0), right: MARGIN + (roomy ? right : 0) },
    maxZoom: options.maxZoom ?? 17,
    duration: options.duration,
  });
}

/** Shows the district at the start, and goes wherever the scene's focus asks to, once for each focus. */
export function useCamera(map: MapView | undefined, scene: Scene, home: Bounds | undefined): void {
  const arrived = useRef<string | undefined>(undefined);
  const started = useRef(false);
  const { focus, covered } = scene;
  useEffect(() => {
    if (!map) return;
    const duration = started.current ? FLIGHT_MILLISECONDS : 0;
    if (focus && focus.key !== arrived.current) {
      arrived.current = focus.key;
      started.current = true;
      showBounds(map, focus.bounds, covered, { ...(focus.maxZoom ? { maxZoom: focus.maxZoom } : {}), duration });
    } else if (!started.current && home) {
      started.current = true;
      showBounds(map, home, covered, { duration: 0 });
    }
    if (!focus) arrived.current = undefined;
  }, [map, focus, covered, home]);
}
