import type { MapMouseEvent, MapTouchEvent, Map as MapView } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import type { Gesture, PointerGesture, Spot } from './scene.ts';
import { spotAt } from './spot.ts';
import type { View } from './useMapView.ts';

type PressEvent = MapMouseEvent | MapTouchEvent;

/** Tells a tool what the pointer does. A drag is told once a frame at most; the map stays where it is meanwhile. */
export function usePointer(view: View | undefined, gesture: Gesture | undefined): void {
  const pointer = gesture?.kind === 'pointer' ? gesture : undefined;
  const current = useRef<PointerGesture | undefined>(undefined);
  useEffect(() => {
    current.current = pointer;
  }, [pointer]);
  const isOn = pointer !== undefined;
  useEffect(() => {
    if (!view || !isOn) return undefined;
    return listen(view.map, () => current.current);
  }, [view, isOn]);
  const cursor = pointer?.cursor;
  useEffect(() => {
    if (!view || cursor === undefined) return undefined;
    const canvas = view.map.getCanvas();
    canvas.style.cursor = cursor;
    return () => {
      canvas.style.cursor = '';
    };
  }, [view, cursor]);
}

function listen(map: MapView, tool: () => PointerGesture | undefined): () => void {
  let dragging = false;
  let pending: Spot | undefined;
  let frame = 0;
  const spotOf = ({ lngLat, originalEvent }: PressEvent) => spotAt(map, lngLat.lng, lngLat.lat, originalEvent);
  const tell = () => {
    frame = 0;
    const spot = pending;
    pending = undefined;
    if (!spot) return;
    if (dragging) tool()?.onDrag?.(spot);
    else tool()?.onMove?.(spot);
  };
  const move = (event: PressEvent) => {
    pending = spotOf(event);
    if (frame === 0) frame = requestAnimationFrame(tell);
  };
  const press = (event: PressEvent) => {
    const isFirst = event.originalEvent instanceof MouseEvent ? event.originalEvent.button === 0 : true;
    if (!isFirst || !tool()?.onPress?.(spotOf(event))) return;
    event.preventDefault();
    dragging = true;
  };
  const release = () => {
    if (!dragging) return;
    if (pending) tell();
    dragging = false;
    tool()?.onRelease?.();
  };
  // The second click of a double one is none: what it chose would be let go again.
  const click = (event: MapMouseEvent) => {
    if (event.originalEvent.detail < 2) tool()?.onClick?.(spotOf(event));
  };
  const zoomsByItself = map.doubleClickZoom.isEnabled();
  map.doubleClickZoom.disable();
  const listening = [
    map.on('mousemove', move),
    map.on('touchmove', move),
    map.on('mousedown', press),
    map.on('touchstart', press),
    map.on('click', click),
  ];
  window.addEventListener('mouseup', release);
  window.addEventListener('touchend', release);
  return () => {
    cancelAnimationFrame(frame);
    if (zoomsByItself) map.doubleClickZoom.enable();
    for (const each of listening) each.unsubscribe();
    window.removeEventListener('mouseup', release);
    window.removeEventListener('touchend', release);
  };
}
