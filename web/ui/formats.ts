import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crs } from '../../server/core/coverage/schemas.ts';

const SQUARE_METRES_PER_SQUARE_KILOMETRE = 1e6;
/** Below this many square metres an area reads better in square metres. */
const SMALL_AREA = 100_000;
/** From this distance on, kilometres. */
const FAR_METRES = 1000;

/** Numbers, areas, distances and dates as the reader's language writes them. */
export interface Formats {
  count: (value: number) => string;
  percent: (share: number) => string;
  area: (squareMetres: number) => string;
  distance: (metres: number) => string;
  date: (when: string | Date) => string;
  dateTime: (when: string | Date) => string;
  time: (when: string | Date) => string;
  coordinates: (lng: number, lat: number) => string;
  bytes: (bytes: number) => string;
}

/** The formats of the language in use. */
export function useFormats(): Formats {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const locale = i18n.language;
    // A formatter takes longer to make than to use.
    const byDigits = [0, 1, 2].map(
      (digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }),
    );
    const number = (value: number, digits: number) => byDigits[digits]?.format(value) ?? String(value);
    const count = new Intl.NumberFormat(locale);
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' });
    const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    const bytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 });
    const percent = new Intl.NumberFormat(locale, { style: 'percent' });
    return {
      count: (value) => count.format(value),
      percent: (share) => percent.format(share),
      area: (squareMetres) =>
        squareMetres < SMALL_AREA
          ? t('units.squareMetres', { value: number(squareMetres, digitsFor(squareMetres)) })
          : t('units.squareKilometres', { value: number(squareMetres / SQUARE_METRES_PER_SQUARE_KILOMETRE, 2) }),
      distance: (metres) =>
        metres < FAR_METRES
          ? t('units.metres', { value: number(metres, digitsFor(metres)) })
          : t('units.kilometres', { value: number(metres / FAR_METRES, 1) }),
      date: (when) => date.format(new Date(when)),
      dateTime: (when) => dateTime.format(new Date(when)),
      time: (when) => time.format(new Date(when)),
      coordinates: (lng, lat) => `${lng.toFixed(6)}, ${lat.toFixed(6)}`,
      bytes: (size) => bytes.format(size / 1e6),
    };
  }, [t, i18n.language]);
}

/** Decimals worth showing: a gap of 0.04 m² is not 0, and 4 m are not 4.00. */
function digitsFor(value: number): number {
  if (value === 0 || value >= 10) return 0;
  return value >= 1 ? 1 : 2;
}

/** The datums positions may be given in, in the order they are offered. */
export const DATUMS: readonly Crs[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'];
