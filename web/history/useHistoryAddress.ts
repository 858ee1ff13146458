import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** What the history's address says. Every state of the page can be linked to. */
export interface HistoryAddress {
  /** The version on the map; undefined for the newest. */
  version: number | undefined;
  /** The two versions compared, where two are. */
  compared: { from: number; to: number } | undefined;
  /** The grid whose lineage is shown. */
  grid: string | undefined;
  showVersion: (version: number) => void;
  compare: (from: number, to: number) => void;
  stopComparing: () => void;
  showGrid: (code: string | undefined) => void;
}

const numberOf = (text: string | null): number | undefined =>
  text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

export function useHistoryAddress(): HistoryAddress {
  const [search, setSearch] = useSearchParams();
  return useMemo(() => {
    const from = numberOf(search.get('from'));
    const to = numberOf(search.get('to'));
    const code = search.get('grid') ?? '';
    const go = (members: Readonly<Record<string, string | number | undefined>>) => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(members)) {
        if (value === undefined) next.delete(name);
        else next.set(name, String(value));
      }
      setSearch(next, { replace: true });
    };
    return {
      version: numberOf(search.get('version')),
      compared: from !== undefined && to !== undefined ? { from, to } : undefined,
      grid: /^\d{6}$/.test(code) ? code : undefined,
      showVersion: (version) => go({ version, from: undefined, to: undefined }),
      compare: (older, newer) => go({ from: older, to: newer, version: newer }),
      stopComparing: () => go({ from: undefined, to: undefined }),
      showGrid: (grid) => go({ grid }),
    };
  }, [search, setSearch]);
}
