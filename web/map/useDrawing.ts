import { useEffect, useRef } from 'react';
import { TerraDraw, TerraDrawFreehandMode, TerraDrawLineStringMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { DrawGesture, Gesture, Position } from './scene.ts';
import { spotAt } from './spot.ts';
import type { View } from './useMapView.ts';

/** Pixels between the points of a lasso. */
const LASSO_STEP_PIXELS = 6;
/** A click this near to the last point ends a line. The library's 40 would leave no room for short stretches. */
const END_PIXELS = 10;
const INVISIBLE = 0;

/**
 * Takes lines and lassos from the pointer: terra-draw has the raw input, the tools what it means, and the overlay draws it. Begins
 * anew whenever the gesture's key changes.
 */
export function useDrawing(view: View | undefined, gesture: Gesture | undefined): void {
  const drawn = gesture && gesture.kind !== 'pointer' ? gesture : undefined;
  const current = useRef<DrawGesture | undefined>(undefined);
  useEffect(() => {
    current.current = drawn;
  }, [drawn]);
  const kind = drawn?.kind;
  const key = drawn?.key;
  useEffect(() => {
    if (!view || !kind || key === undefined) return undefined;
    return startDrawing(view, kind, () => current.current);
  }, [view, kind, key]);
}

function startDrawing({ map }: View, kind: DrawGesture['kind'], tool: () => DrawGesture | undefined): () => void {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 9 }),
    modes: [kind === 'line' ? lineMode(map, tool) : lassoMode()],
  });
  draw.start();
  draw.setMode(kind === 'line' ? 'linestring' : 'freehand');
  const tell = (isDone: boolean) => {
    // Beside what is drawn there are points that guide the drawing.
    const wanted = kind === 'line' ? 'LineString' : 'Polygon';
    const feature = draw.getSnapshot().find(({ geometry }) => geometry.type === wanted);
    tool()?.onChange(feature ? positionsOf(feature.geometry) : [], isDone);
  };
  draw.on('change', () => tell(false));
  draw.on('finish', () => tell(true));
  const canvas = map.getCanvas();
  canvas.style.cursor = 'crosshair';
  return () => {
    draw.stop();
    canvas.style.cursor = '';
  };
}

function lineMode(map: View['map'], tool: () => DrawGesture | undefined): TerraDrawLineStringMode {
  return new TerraDrawLineStringMode({
    keyEvents: null,
    pointerDistance: END_PIXELS,
    cursors: { start: 'crosshair', close: 'crosshair' },
    snapping: {
      toCustom: ({ lng, lat, heldKeys }) => {
        const keys = { shiftKey: heldKeys.includes('Shift'), altKey: heldKeys.includes('Alt') };
        const to = tool()?.snap?.(spotAt(map, lng, lat, keys));
        return to && [to[0], to[1]];
      },
    },
    styles: {
      lineStringOpacity: INVISIBLE,
      closingPointOpacity: INVISIBLE,
      closingPointOutlineOpacity: INVISIBLE,
      snappingPointOpacity: INVISIBLE,
      snappingPointOutlineOpacity: INVISIBLE,
    },
  });
}

const lassoMode = (): TerraDrawFreehandMode =>
  new TerraDrawFreehandMode({
    keyEvents: null,
    minDistance: LASSO_STEP_PIXELS,
    drawInteraction: 'click-move-or-drag',
    cursors: { start: 'crosshair', close: 'crosshair' },
    styles: {
      fillOpacity: INVISIBLE,
      outlineOpacity: INVISIBLE,
      closingPointOpacity: INVISIBLE,
      closingPointOutlineOpacity: INVISIBLE,
    },
  });

function positionsOf(geometry: { type: string; coordinates: unknown }): Position[] {
  const positions = geometry.type === 'Polygon' ? (geometry.coordinates as Position[][])[0] : geometry.coordinates;
  return (positions as Position[]) ?? [];
}
