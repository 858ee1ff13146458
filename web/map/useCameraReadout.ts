import type { Map as MapView } from 'maplibre-gl';
import { useEffect, useState } from 'react';

/** Where the camera is, in words a test or a script can read. */
export interface CameraReadout {
  zoom: string;
  /** West, south, east, north. */
  bounds: string;
  moving: boolean;
}

function readout(map: MapView): CameraReadout {
  const bounds = map.getBounds().toArray().flat();
  return {
    zoom: map.getZoom().toFixed(2),
    bounds: bounds.map((degrees) => degrees.toFixed(7)).join(','),
    moving: map.isMoving(),
  };
}

/** The camera's place, followed whenever it starts or stops moving. */
export function useCameraReadout(map: MapView | undefined): CameraReadout | undefined {
  const [camera, setCamera] = useState<CameraReadout>();
  useEffect(() => {
    if (!map) return undefined;
    const follow = () => setCamera(readout(map));
    const events = ['movestart', 'moveend', 'resize', 'idle'] as const;
    for (const event of events) map.on(event, follow);
    return () => {
      for (const event of events) map.off(event, follow);
    };
  }, [map]);
  return camera;
}
