import { useCallback, useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import type { Level } from '../../server/core/coverage/schemas.ts';

const LEVELS: readonly Level[] = ['grid', 'unit', 'district'];
const LEVEL_BY_LENGTH: Readonly<Record<number, Level>> = { 2: 'district', 4: 'unit', 6: 'grid' };

/** What the one map's address says: the selected area, the level shown, the day or the version looked at. Every state can be linked to. */
export interface MapAddress {
  code: string | undefined;
  level: Level;
  /** `YYYY-MM-DD`, or undefined for now. */
  day: string | undefined;
  /** The last moment of that day, ISO 8601. */
  at: string | undefined;
  /** The number of a version, where one was chosen rather than a day: several may be published on one day. */
  version: number | undefined;
  select: (code: string | undefined) => void;
  showLevel: (level: Level) => void;
  showDay: (day: string | undefined) => void;
  showVersion: (version: number | undefined) => void;
}

/** The end of a day in the reader's own time zone: what held "on that day" is what held when it was over. */
export function endOfDay(day: string): string | undefined {
  const end = new Date(`${day}T23:59:59.999`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}

const versionOf = (text: string | null): number | undefined =>
  text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

export function useMapAddress(): MapAddress {
  const { code } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(search.get('on') ?? '') ? (search.get('on') ?? undefined) : undefined;
  const version = day ? undefined : versionOf(search.get('version'));
  const level = LEVELS.find((known) => known === search.get('level')) ?? LEVEL_BY_LENGTH[code?.length ?? 6] ?? 'grid';

  const go = useCallback(
    (next: { code: string | undefined; level: Level; day?: string | undefined; version?: number | undefined }) => {
      const query = new URLSearchParams();
      if (next.day) query.set('on', next.day);
      if (next.version) query.set('version', String(next.version));
      if (next.level !== 'grid' && !next.code) query.set('level', next.level);
      const text = query.toString();
      void navigate(`/map${next.code ? `/${next.code}` : ''}${text ? `?${text}` : ''}`);
    },
    [navigate],
  );
  return useMemo(
    () => ({
      code,
      level,
      day,
      at: day ? endOfDay(day) : undefined,
      version,
      select: (chosen) => go({ code: chosen, level, day, version }),
      showLevel: (chosen) => go({ code: undefined, level: chosen, day, version }),
      showDay: (chosen) => go({ code, level, day: chosen }),
      showVersion: (chosen) => go({ code, level, version: chosen }),
    }),
    [code, level, day, version, go],
  );
}
