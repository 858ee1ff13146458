import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import type { Question } from '../api/lookup.ts';
import { DATUMS } from '../ui/formats.ts';

/** What the lookup's address says: the spot asked about, if any, its datum, and the accuracy of the fix. */
export interface LookupAddress {
  question: Question | undefined;
  datum: Crs;
  accuracy: number | undefined;
  /** True when the spot was clicked, so that the map need not move. */
  clicked: boolean;
  ask: (lng: number, lat: number, how?: { clicked?: boolean }) => void;
  setDatum: (datum: Crs) => void;
  setAccuracy: (metres: number | undefined) => void;
  clear: () => void;
}

const numberOf = (text: string | null): number | undefined =>
  text !== null && text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;

export function useLookupAddress(): LookupAddress {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const state = useLocation().state as { clicked?: boolean } | null;
  const lng = numberOf(search.get('lng'));
  const lat = numberOf(search.get('lat'));
  const datum = DATUMS.find((known) => known === search.get('crs')) ?? 'wgs84';
  const accuracy = numberOf(search.get('accuracy'));

  const go = useCallback(
    (next: {
      lng?: number | undefined;
      lat?: number | undefined;
      datum: Crs;
      accuracy: number | undefined;
      clicked?: boolean;
    }) => {
      const query = new URLSearchParams();
      if (next.lng !== undefined && next.lat !== undefined) {
        query.set('lng', String(next.lng));
        query.set('lat', String(next.lat));
      }
      if (next.datum !== 'wgs84') query.set('crs', next.datum);
      if (next.accuracy) query.set('accuracy', String(next.accuracy));
      const text = query.toString();
      void navigate(`/lookup${text ? `?${text}` : ''}`, { state: { clicked: next.clicked === true } });
    },
    [navigate],
  );

  return useMemo(() => {
    const here = { lng, lat, datum, accuracy };
    const question =
      lng === undefined || lat === undefined
        ? undefined
        : { lng, lat, ...(datum === 'wgs84' ? {} : { crs: datum }), ...(accuracy ? { accuracy } : {}) };
    return {
      question,
      datum,
      accuracy,
      clicked: state?.clicked === true,
      ask: (toLng, toLat, how) => go({ ...here, lng: toLng, lat: toLat, clicked: how?.clicked === true }),
      setDatum: (chosen) => go({ ...here, datum: chosen }),
      setAccuracy: (metres) => go({ ...here, accuracy: metres, clicked: true }),
      clear: () => go({ datum, accuracy }),
    };
  }, [lng, lat, datum, accuracy, state, go]);
}
