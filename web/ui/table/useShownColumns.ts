import { useState } from 'react';
import { useUser } from '../signedIn.ts';
import type { TableColumn } from './tableView.ts';

/** Which columns somebody wants to see and which not, by key; others are as the table has them. */
export type ColumnChoice = Readonly<Record<string, boolean>>;

/** Which columns of a table the reader wants to see, remembered by this browser under the reader and the table's name. */
export function useShownColumns<Row>(name: string, columns: readonly TableColumn<Row>[]) {
  const { id } = useUser();
  const place = `gridwarden.columns.${id}.${name}`;
  const [chosen, setChosen] = useState(() => readChoice(localStorage.getItem(place)));
  const isShown = ({ key, hidden }: TableColumn<Row>) => chosen[key] ?? !hidden;
  const choose = (next: ColumnChoice) => {
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

/** What was kept of a choice; nothing of what this program did not write. */
export function readChoice(kept: string | null): ColumnChoice {
  try {
    const choice: unknown = JSON.parse(kept ?? '{}');
    if (typeof choice !== 'object' || choice === null) return {};
    return Object.fromEntries(Object.entries(choice).filter(([, wanted]) => typeof wanted === 'boolean'));
  } catch {
    return {};
  }
}
