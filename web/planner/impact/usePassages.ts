import { useCallback, useMemo, useState } from 'react';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { type PassageRow, passageRows } from './passages.ts';

/** The ground that changes hands, which of it is pointed at, and which the reader was led to. */
export interface Passages {
  rows: readonly PassageRow[];
  lit: string | undefined;
  /** It was pointed at on the map, not in the list. */
  isLitOnMap: boolean;
  light: (name: string | undefined) => void;
  lightOnMap: (name: string | undefined) => void;
  led: PassageRow | undefined;
  lead: (row: PassageRow | undefined) => void;
}

export function usePassages(impact: Impact | undefined): Passages {
  const rows = useMemo(() => passageRows(impact?.passages ?? []), [impact]);
  const [pointed, point] = useState<{ name: string | undefined; onMap: boolean }>();
  const [led, lead] = useState<PassageRow>();
  const light = useCallback((name: string | undefined) => point({ name, onMap: false }), []);
  const lightOnMap = useCallback((name: string | undefined) => point({ name, onMap: true }), []);
  return useMemo(
    () => ({
      rows,
      lit: pointed?.name,
      isLitOnMap: pointed?.onMap ?? false,
      light,
      lightOnMap,
      led,
      lead,
    }),
    [rows, pointed, light, lightOnMap, led],
  );
}
