import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client.ts';
import { type Answer, lookupQuery } from '../api/lookup.ts';
import { boundsOf, boundsOfOne, widen } from '../map/bounds.ts';
import { fromWgs84, toWgs84 } from '../map/datum.ts';
import type { Focus, LeveledAreas, Pin, Scene } from '../map/scene.ts';
import { useScene } from '../map/stage.tsx';
import { usePublishedAreas } from '../map/usePublishedAreas.ts';
import { AnswerCard } from './AnswerCard.tsx';
import { AskCard } from './AskCard.tsx';
import { BatchCard } from './BatchCard.tsx';
import { type Batch, useBatch } from './useBatch.ts';
import './lookup.css';
import { type LookupAddress, useLookupAddress } from './useLookupAddress.ts';

const LEFT_CARD = 392;
const BATCH_CARD = 560;

/** An address may name any numbers; the map throws at those that are no place. */
const isOnEarth = ({ lng, lat }: { lng: number; lat: number }): boolean => Math.abs(lng) <= 180 && Math.abs(lat) <= 90;

const toLattice = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** Which grid owns a spot: one by one, or a whole pasted column. */
export function LookupPage() {
  const { t } = useTranslation('lookup');
  const address = useLookupAddress();
  const { areas } = usePublishedAreas();
  const batch = useBatch(address.datum);
  const [swapped, setSwapped] = useState<string>();
  const { question } = address;
  const answer = useQuery({
    ...lookupQuery(question ?? { lng: 0, lat: 0 }),
    enabled: question !== undefined && !batch.rows,
  });
  useScene(useLookupScene(address, areas, answer, batch));

  const ask = (lng: number, lat: number, turned: boolean) => {
    setSwapped(turned ? `${lng},${lat}` : undefined);
    batch.clear();
    address.ask(lng, lat);
  };
  const asked = question && !batch.rows;
  const compact = asked !== undefined || batch.rows !== undefined;
  return (
    <div className={compact ? 'over-map lookup' : 'over-map lookup empty'}>
      <title>{`${t('place.lookup')} · ${t('product.name')}`}</title>
      <div className={batch.rows ? 'lookup-column wide' : 'lookup-column'}>
        <AskCard address={address} compact={compact} onPoint={ask} onColumn={batch.ask} onClear={batch.clear} />
        {asked && question && (
          <AnswerCard
            address={address}
            question={question}
            answer={answer}
            swapped={swapped === `${question.lng},${question.lat}`}
          />
        )}
        {batch.rows && <BatchCard batch={batch} areas={areas} />}
      </div>
    </div>
  );
}

function useLookupScene(
  address: LookupAddress,
  areas: LeveledAreas | undefined,
  { data, error }: UseQueryResult<Answer>,
  batch: Batch,
): Scene {
  const { question, datum, clicked, ask } = address;
  const clearBatch = batch.clear;
  const onPoint = useCallback(
    (lng: number, lat: number) => {
      clearBatch();
      const [x, y] = fromWgs84(lng, lat, datum);
      ask(toLattice(x), toLattice(y), { clicked: true });
    },
    [ask, datum, clearBatch],
  );
  const spot = useMemo(
    () => (question && isOnEarth(question) ? toWgs84(question.lng, question.lat, datum) : undefined),
    [question, datum],
  );
  const pins = useMemo<readonly Pin[]>(
    () => batch.pins ?? (spot ? [{ lng: spot[0], lat: spot[1], kind: 'answer' }] : []),
    [batch.pins, spot],
  );
  const owner = batch.rows ? undefined : data?.grid.code;
  const outside = error instanceof Problem && error.code === 'outside-coverage';
  const focus = useMemo(
    () => focusOf(batch.pins, clicked ? undefined : spot, owner, outside, areas),
    [batch.pins, clicked, spot, owner, outside, areas],
  );
  return useMemo<Scene>(
    () => ({
      areas,
      level: 'grid',
      selected: owner,
      pins,
      focus,
      pickPoints: true,
      onPoint,
      covered: { left: batch.pins ? BATCH_CARD : question ? LEFT_CARD : 0, right: 0 },
    }),
    [areas, owner, pins, focus, onPoint, batch.pins, question],
  );
}

/** The camera goes to all the points of a column, to a typed point with the grid that owns it, or to one outside with the district. */
function focusOf(
  pins: readonly Pin[] | undefined,
  spot: [number, number] | undefined,
  owner: string | undefined,
  outside: boolean,
  areas: LeveledAreas | undefined,
): Focus | undefined {
  if (pins) {
    const found = pins.filter(({ kind }) => kind === 'found');
    const box = boundsOf(
      (found.length > 0 ? found : pins).map(
        ({ lng, lat }): GeoJSON.Point => ({ type: 'Point', coordinates: [lng, lat] }),
      ),
    );
    return box && { key: `column ${box.join(' ')}`, bounds: box, maxZoom: 15 };
  }
  if (!spot) return undefined;
  if (outside && areas) {
    const point: GeoJSON.Point = { type: 'Point', coordinates: [...spot] };
    const both = boundsOf([point, ...areas.district.map(({ geometry }) => geometry)]);
    if (!both) return undefined;
    const [west, south, east, north] = both;
    // With room at the edges: the buttons in the corner must not hide the point.
    const room = Math.max(east - west, north - south) * 0.1;
    return { key: `outside ${spot.join(' ')}`, bounds: widen(both, room) };
  }
  const grid = areas?.grid.find(({ properties }) => properties.code === owner)?.geometry;
  const around = grid && boundsOfOne(grid);
  return {
    key: `${spot.join(' ')} ${owner ?? ''}`,
    bounds: around ?? widen([spot[0], spot[1], spot[0], spot[1]], 0.02),
    maxZoom: 15.5,
  };
}
