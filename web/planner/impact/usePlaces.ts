import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Pin } from '../../map/scene.ts';
import type { PlanPlace } from '../plans/panel/planPanelProps.ts';

type Position = [number, number];

/** The place a line of the panel led to, and the picking of one on the map: a click takes it, Escape gives it up. */
export interface Places {
  place: PlanPlace | undefined;
  show: (place: PlanPlace) => void;
  pick: () => Promise<Position | undefined>;
  picking: boolean;
  onPoint: (lng: number, lat: number) => void;
  pins: Pin[] | undefined;
}

export function usePlaces(): Places {
  const [place, setPlace] = useState<PlanPlace>();
  const [request, setRequest] = useState<{ answer: (at: Position | undefined) => void }>();
  const pick = useCallback(() => new Promise<Position | undefined>((resolve) => setRequest({ answer: resolve })), []);
  const finish = useCallback(
    (at: Position | undefined) => {
      request?.answer(at);
      setRequest(undefined);
      if (at) setPlace({ at });
    },
    [request],
  );
  useEffect(() => {
    if (!request) return undefined;
    const giveUp = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') finish(undefined);
    };
    window.addEventListener('keydown', giveUp);
    return () => window.removeEventListener('keydown', giveUp);
  }, [request, finish]);
  const onPoint = useCallback((lng: number, lat: number) => finish([lng, lat]), [finish]);
  const pins = useMemo(
    () => (place && 'at' in place ? [{ lng: place.at[0], lat: place.at[1], kind: 'answer' as const }] : undefined),
    [place],
  );
  return { place, show: setPlace, pick, picking: request !== undefined, onPoint, pins };
}
