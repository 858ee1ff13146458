import type { Map as MapView } from 'maplibre-gl';
import type { Spot } from './scene.ts';

const EQUATOR_METRES = 40_075_016.686;
const TILE_PIXELS = 512;

/** Where on the ground the pointer is, with the measure of a pixel there (Web Mercator's scale at that latitude). */
export function spotAt(
  map: MapView,
  lng: number,
  lat: number,
  { shiftKey, altKey }: { shiftKey: boolean; altKey: boolean },
): Spot {
  const metresPerPixel = (EQUATOR_METRES * Math.cos((lat * Math.PI) / 180)) / (TILE_PIXELS * 2 ** map.getZoom());
  return { at: [lng, lat], metresPerPixel, shift: shiftKey, alt: altKey };
}
