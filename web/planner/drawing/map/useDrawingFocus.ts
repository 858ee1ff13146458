import { useState } from 'react';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import { boundsOf, widen } from '../../../map/bounds.ts';
import type { Focus, LeveledAreas } from '../../../map/scene.ts';
import type { PlanPlace } from '../../plans/panel/planPanelProps.ts';

/** Room around a place, as a share of its size, and in degrees about a single spot. */
const SURROUNDINGS = 0.35;
const UNIT_SURROUNDINGS = 0.04;
const SPOT_DEGREES = 0.003;

/** What the camera was led to last. */
interface Led {
  place: PlanPlace | undefined;
  fault: string | undefined;
  times: number;
  focus: Focus | undefined;
}

/**
 * Where the camera goes: to the plan's unit at first, then wherever a card leads, again when it leads to the same place once more. A
 * fault that is mended or a grid that is merged away does not call the camera anywhere: one stays with what one was looking at.
 */
export function useDrawingFocus(
  areas: LeveledAreas,
  scope: string,
  place: PlanPlace | undefined,
  fault: CoverageFault | undefined,
): Focus | undefined {
  const [led, setLed] = useState<Led>(() => ({ place, fault: undefined, times: 0, focus: startOf(areas, scope) }));
  const at = fault && JSON.stringify(fault.at);
  if (place !== led.place || at !== led.fault) {
    const times = led.times + 1;
    const toFault = at !== led.fault ? focusOn(`${times}`, fault ? [fault.at] : []) : undefined;
    const toPlace = place !== led.place ? focusOfPlace(`${times}`, place, areas) : undefined;
    setLed({ place, fault: at, times, focus: toFault ?? toPlace ?? led.focus });
  }
  return led.focus;
}

function startOf(areas: LeveledAreas, scope: string): Focus | undefined {
  const unit = areas.unit.find(({ id }) => id === scope);
  return unit && focusOn(`scope ${scope}`, [unit.geometry], UNIT_SURROUNDINGS);
}

function focusOn(key: string, geometries: readonly GeoJSON.Geometry[], room = SURROUNDINGS): Focus | undefined {
  const box = boundsOf(geometries);
  if (!box) return undefined;
  const size = Math.max(box[2] - box[0], box[3] - box[1]);
  return { key, bounds: widen(box, Math.max(size * room, size < SPOT_DEGREES ? SPOT_DEGREES : 0)), maxZoom: 18 };
}

function focusOfPlace(key: string, place: PlanPlace | undefined, areas: LeveledAreas): Focus | undefined {
  if (!place) return undefined;
  if ('at' in place) return focusOn(key, [{ type: 'Point', coordinates: place.at }]);
  const grid = areas.grid.find(({ id }) => id === place.grid);
  return grid && focusOn(key, [grid.geometry]);
}
