import { useState } from 'react';
import type { TableColumn } from './tableView.ts';

/** Which columns of a table the reader wants to see, remembered by this browser under the table's name. */
export function useShownColumns<Row>(name: string, columns: readonly TableColumn<Row>[]) {
  const place = `gridwarden.columns.${name}`;
  const [chosen, setChosen] = useState<Readonly<Record<string, boolean>>>(() => remembered(place));
  const isShown = ({ key, hidden }: TableColumn<Row>) => chosen[key] ?? !hidden;
  const choose = (next: Readonly<Record<string, boolean>>) => {
    setChosen(next);
    try {
      localStorage.setItem(place, JSON.stringify(next));
    } catch {
      // A full or forbidden store only forgets.
    }
  };
  return {
    shown: columns.filter(isShown),
    isShown,
    show: (key: string, wanted: boolean) => choose({ ...chosen, [key]: wanted }),
  };
}

function remembered(place: string): Readonly<Record<string, boolean>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, wanted]) => typeof wanted === 'boolean'));
  } catch {
    return {};
  }
}
