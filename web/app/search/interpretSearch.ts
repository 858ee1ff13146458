import type { NamedCode } from '../../../server/core/coverage/schemas.ts';
import { readCoordinates } from '../../lookup/readCoordinates.ts';

/** Something a search leads to. */
export type Hit =
  | { kind: 'area'; code: string; name: string; by: 'code' | 'name' }
  | { kind: 'point'; lng: number; lat: number; swapped: boolean };

const HITS_SHOWN = 8;

/** What a typed text may mean: a pair of coordinates, the start of a code, a part of a name. Best first. */
export function interpretSearch(text: string, areas: readonly NamedCode[]): Hit[] {
  const wanted = text.normalize('NFKC').trim().toLowerCase();
  if (!wanted) return [];
  if (/^\d{1,6}$/.test(wanted)) {
    return areas
      .filter(({ code }) => code.startsWith(wanted))
      .toSorted((a, b) => a.code.length - b.code.length || a.code.localeCompare(b.code))
      .slice(0, HITS_SHOWN)
      .map(({ code, name }) => ({ kind: 'area', code, name, by: 'code' }));
  }
  const point = readCoordinates(wanted);
  if (point.ok) return [{ kind: 'point', lng: point.lng, lat: point.lat, swapped: point.swapped }];
  return areas
    .map((area) => ({ area, at: area.name.toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at >= 0)
    .toSorted(
      (a, b) => a.at - b.at || a.area.code.length - b.area.code.length || a.area.code.localeCompare(b.area.code),
    )
    .slice(0, HITS_SHOWN)
    .map(({ area: { code, name } }) => ({ kind: 'area', code, name, by: 'name' }));
}
