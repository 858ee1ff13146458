import { Grid, Skeleton } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNotice } from '../ProblemNotice.tsx';
import './dataTable.css';
import type { RowsProps } from './rowsProps.ts';
import { TableCards } from './TableCards.tsx';
import { TableRows } from './TableRows.tsx';
import { TableTools } from './TableTools.tsx';
import { rowsInView, type TableColumn, WHOLE_TABLE } from './tableView.ts';
import { useShownColumns } from './useShownColumns.ts';

interface DataTableProps<Row> {
  /** The table's own name, under which this browser remembers the reader's columns. */
  name: string;
  columns: readonly TableColumn<Row>[];
  /** Undefined while they are on their way. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Why they did not come, and how to ask once more. */
  error?: Error | null;
  onRetry?: () => void;
  /** What can be done with a row, at its end. */
  actions?: (row: Row) => ReactNode;
  /** Opens a row: by a click on it, or Enter. */
  onOpen?: (row: Row) => void;
  searchable?: boolean;
  /** What stands there when there are no rows at all. */
  empty: ReactNode;
  size?: 'small' | 'middle';
}

/**
 * A table as every page shows one: sorted and limited by its headings, searched, with the reader's choice of columns, walked with the
 * arrow keys. On a narrow screen each row is a card. Rows may be many thousand: only those in sight are drawn.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, columns, rows, rowKey, error, onRetry, actions, onOpen, searchable = false, empty } = props;
  const { t, i18n } = useTranslation();
  const { sm = true } = Grid.useBreakpoint();
  const [view, setView] = useState(WHOLE_TABLE);
  const { shown, isShown, show } = useShownColumns(name, columns);
  const inView = useMemo(
    () => rowsInView(rows ?? [], columns, view, i18n.language),
    [rows, columns, view, i18n.language],
  );
  const notice = error && <ProblemNotice error={error} onRetry={onRetry} />;
  if (!rows) return notice || <TableSkeleton />;
  const drawn: RowsProps<Row> = {
    view,
    onView: setView,
    columns: shown,
    all: rows,
    rows: inView,
    rowKey,
    actions,
    onOpen,
    nothing: rows.length === 0 ? empty : t('table.none'),
  };
  return (
    <div className="data-table">
      {notice}
      {rows.length > 1 && (
        <TableTools
          view={view}
          onView={setView}
          columns={columns}
          isShown={isShown}
          onShow={show}
          searchable={searchable}
          isNarrow={!sm}
          rows={rows}
          count={inView.length}
        />
      )}
      {sm ? <TableRows {...drawn} size={props.size ?? 'middle'} /> : <TableCards {...drawn} />}
    </div>
  );
}

/** The place of the rows while they are on their way. */
function TableSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')}>
      <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />
    </div>
  );
}
