import type { ReactNode } from 'react';
import type { TableColumn } from './tableView.ts';

/** What a row has in a column, as the reader sees it. */
export function shownValue<Row>(column: TableColumn<Row>, row: Row): ReactNode {
  if (column.show) return column.show(row);
  const value = column.value(row);
  return typeof value === 'object' ? value?.join(' ') : value;
}
