import type { ReactNode } from 'react';
import type { TableColumn, TableView } from './tableView.ts';

/** What the rows of a table need to be drawn, under headings or as cards. */
export interface RowsProps<Row> {
  view: TableView;
  onView: (view: TableView) => void;
  /** The columns shown. */
  columns: readonly TableColumn<Row>[];
  /** All rows, of which the choices of a column are made. */
  all: readonly Row[];
  /** Those in view, in order. */
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  actions?: ((row: Row) => ReactNode) | undefined;
  onOpen?: ((row: Row) => void) | undefined;
  /** Said in place of the rows when there are none. */
  nothing: ReactNode;
}
