import { useMutation } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import { lookUpBatch } from '../api/lookup.ts';
import { noteExpiry } from '../api/queries.ts';
import { toWgs84 } from '../map/datum.ts';
import type { Pin } from '../map/scene.ts';
import { type ColumnRow, readColumn } from './readColumn.ts';

/** A pasted line with its answer: the owning grid's code, or a code of what is wrong. */
export type BatchRow = ColumnRow & { code?: string; error?: string };

export interface Batch {
  /** The rows so far; undefined when no column was pasted. */
  rows: readonly BatchRow[] | undefined;
  pins: readonly Pin[] | undefined;
  pending: boolean;
  error: Error | null;
  ask: (text: string) => void;
  clear: () => void;
}

async function answered(text: string, crs: Crs): Promise<BatchRow[]> {
  const rows: BatchRow[] = readColumn(text);
  const asked = rows.flatMap((row, index) => (row.ok ? [{ id: index, lng: row.lng, lat: row.lat }] : []));
  if (asked.length === 0) return rows;
  const { results } = await lookUpBatch({ points: asked, ...(crs === 'wgs84' ? {} : { crs }) });
  for (const { id, code, error } of results) {
    const row = rows[Number(id)];
    if (row) rows[Number(id)] = { ...row, ...(code ? { code } : {}), ...(error ? { error } : {}) };
  }
  return rows;
}

/** A pasted column and its answers. */
export function useBatch(crs: Crs): Batch {
  const [pasted, setPasted] = useState<string>();
  const { mutate, reset, data, isPending, error } = useMutation({
    mutationFn: (text: string) => answered(text, crs),
    onError: noteExpiry,
  });
  const ask = useCallback(
    (text: string) => {
      setPasted(text);
      mutate(text);
    },
    [mutate],
  );
  const clear = useCallback(() => {
    setPasted(undefined);
    reset();
  }, [reset]);
  const rows = useMemo<readonly BatchRow[] | undefined>(
    () => (pasted === undefined ? undefined : (data ?? readColumn(pasted))),
    [pasted, data],
  );
  const pins = useMemo<readonly Pin[] | undefined>(
    () =>
      data?.flatMap((row) => {
        if (!row.ok) return [];
        const [lng, lat] = toWgs84(row.lng, row.lat, crs);
        return [{ lng, lat, kind: row.code ? ('found' as const) : ('failed' as const) }];
      }),
    [data, crs],
  );
  return { rows, pins: rows ? pins : undefined, pending: isPending, error, ask, clear };
}
