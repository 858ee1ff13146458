import type { PickingInfo } from '@deck.gl/core';
import { useEffect, useMemo, useState } from 'react';
import { areaLayers, drawnAreas } from './layers/areaLayers.ts';
import { checkedLayers } from './layers/checkedLayers.ts';
import { differenceLayers } from './layers/differenceLayers.ts';
import { drawnFaults, faultLayers } from './layers/faultLayers.ts';
import { areaLabels, labelLayers, labelZoom, laidOutLabels } from './layers/labelLayers.ts';
import { laidOutPassages, passageLabelLayers, passageLayers } from './layers/passageLayers.ts';
import { pinLayers } from './layers/pinLayers.ts';
import { sketchLayers } from './layers/sketchLayers.ts';
import type { Scene } from './scene.ts';
import type { View } from './useMapView.ts';

/** What was picked under the pointer, if it is an area, ground that passes or a fault. */
function pickedOf({ object }: PickingInfo): { code?: string; index?: number; passage?: string } {
  const picked = object as { code?: string; index?: number; passage?: string } | null | undefined;
  return picked ?? {};
}

function useLabelZoom(view: View | undefined): number {
  const [zoom, setZoom] = useState(() => 10);
  useEffect(() => {
    if (!view) return undefined;
    const follow = () => setZoom(labelZoom(view.map.getZoom()));
    follow();
    view.map.on('zoom', follow);
    return () => void view.map.off('zoom', follow);
  }, [view]);
  return zoom;
}

/** Draws the scene on the overlay, and tells the scene what is clicked. Gives how many labels found room. */
export function useLayers(view: View | undefined, scene: Scene): { labelCount: number; hovered: string | undefined } {
  const [hovered, setHovered] = useState<string>();
  const zoom = useLabelZoom(view);
  const { areas, level, selected, pins, faults, selectedFault, checked, differing, draft, sketch, gesture } = scene;
  const { passages, litPassage } = scene;
  const hidden = draft?.hidden;
  const isHandled = gesture !== undefined;
  const renamed = draft?.areas.some(({ label }) => label !== undefined) ? hidden : undefined;

  const drawn = useMemo(() => (areas ? drawnAreas(areas) : undefined), [areas]);
  const labels = useMemo(() => (areas ? areaLabels(areas) : []), [areas]);
  const placed = useMemo(
    () => laidOutLabels(checked ? [] : labels, { level, selected }, zoom),
    [checked, labels, level, selected, zoom],
  );
  // Without a fault there must be no layer that can be picked: every move of the pointer would read the card's pixels back.
  const faultParts = useMemo(() => (faults && faults.length > 0 ? drawnFaults(faults) : undefined), [faults]);
  const compared = useMemo(() => (differing ? differenceLayers(differing) : []), [differing]);
  const passing = useMemo(() => passageLayers(passages ?? [], litPassage), [passages, litPassage]);
  const passageLabels = useMemo(
    () => passageLabelLayers(laidOutPassages(passages ?? [], litPassage, placed, zoom), litPassage),
    [passages, litPassage, placed, zoom],
  );
  const beneath = useMemo(() => (checked ? checkedLayers(checked) : []), [checked]);

  const ground = useMemo(
    () => [
      ...beneath,
      ...(drawn ? areaLayers(drawn, { level, selected, checked, hidden, isHandled }, hovered) : []),
      ...compared,
      ...passing,
    ],
    [beneath, checked, drawn, compared, passing, level, selected, hidden, isHandled, hovered],
  );
  const above = useMemo(
    () => [
      ...labelLayers(renamed ? placed.filter(({ code }) => !renamed.has(code)) : placed),
      ...passageLabels,
      ...(faultParts ? faultLayers(faultParts, selectedFault, zoom) : []),
      ...pinLayers(pins ?? []),
    ],
    [placed, renamed, passageLabels, faultParts, selectedFault, pins, zoom],
  );
  // While something is dragged only these are made anew.
  const layers = useMemo(() => [...ground, ...sketchLayers(draft, sketch), ...above], [ground, draft, sketch, above]);

  useEffect(() => {
    view?.overlay.setProps({ layers });
  }, [view, layers]);

  const { onArea, onPoint, onPassage, onFault, pickPoints } = scene;
  useEffect(() => {
    if (!view) return;
    view.overlay.setProps({
      onHover: (info) => {
        if (isHandled) return;
        const { code, index, passage } = pickedOf(info);
        setHovered(code);
        onPassage?.(passage);
        view.map.getCanvas().style.cursor = pickPoints ? 'crosshair' : code || index !== undefined ? 'pointer' : '';
      },
      onClick: (info) => {
        const { code, index } = pickedOf(info);
        if (index !== undefined && onFault) onFault(index);
        else if (isHandled) return;
        else if (pickPoints && info.coordinate) onPoint?.(info.coordinate[0] ?? 0, info.coordinate[1] ?? 0);
        else onArea?.(code);
      },
    });
  }, [view, onArea, onPoint, onPassage, onFault, pickPoints, isHandled]);

  return { labelCount: placed.length, hovered };
}
