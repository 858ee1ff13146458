import { Grid, Spin, Table, type TableColumnType, type TableRef } from 'antd';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import './dataTable.css';
import { TableTools } from './TableTools.tsx';
import { choicesOf, rowsInView, type TableColumn, WHOLE_TABLE, withFilter } from './tableView.ts';
import { useShownColumns } from './useShownColumns.ts';

/** From so many rows on only those in sight are drawn, and the table scrolls in itself. */
const MANY_ROWS = 100;
const SCROLL_PIXELS = 520;
const ACTIONS_PIXELS = 160;
const COLUMN_PIXELS = 140;

interface DataTableProps<Row> {
  /** The table's own name, under which this browser remembers the reader's columns. */
  name: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** What can be done with a row, at its end. */
  actions?: (row: Row) => ReactNode;
  /** Opens a row: by a click on it, or Enter. */
  onOpen?: (row: Row) => void;
  searchable?: boolean;
  /** What stands there when there are no rows at all. */
  empty: ReactNode;
}

/**
 * A table as every page shows one: sorted and limited by its headings, searched, with the reader's choice of columns, walked with the
 * arrow keys. On a narrow screen each row is a card. Rows may be many thousand: only those in sight are drawn.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, columns, rows, rowKey, actions, onOpen, searchable = false, empty } = props;
  const { t, i18n } = useTranslation();
  const { sm = true } = Grid.useBreakpoint();
  const [view, setView] = useState(WHOLE_TABLE);
  const [active, setActive] = useState<string>();
  const table = useRef<TableRef>(null);
  const { shown, isShown, show } = useShownColumns(name, columns);
  const all = rows ?? [];
  const inView = useMemo(
    () => rowsInView(rows ?? [], columns, view, i18n.language),
    [rows, columns, view, i18n.language],
  );
  const nothing = all.length === 0 ? empty : t('table.none');
  const isLarge = inView.length > MANY_ROWS;

  const walk = (event: KeyboardEvent, row: Row) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter' && onOpen) onOpen(row);
    const at = inView.indexOf(row);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: inView.length - 1,
      PageDown: at + 10,
      PageUp: at - 10,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = inView[Math.max(0, Math.min(inView.length - 1, to))];
    if (!next) return;
    const key = rowKey(next);
    setActive(key);
    if (focusRow(table.current, key)) return;
    table.current?.scrollTo({ key });
    // It has to be drawn first.
    requestAnimationFrame(() => focusRow(table.current, key));
  };

  const tools = (searchable || sm) && all.length > 1 && (
    <TableTools
      view={view}
      onView={setView}
      columns={columns}
      isShown={isShown}
      onShow={show}
      searchable={searchable}
      count={inView.length}
      total={all.length}
    />
  );

  if (!sm) {
    return (
      <div className="data-table">
        {tools}
        <Spin spinning={!rows}>
          {inView.length === 0 && <p className="soft table-nothing">{nothing}</p>}
          <ul className="table-cards">
            {inView.map((row) => (
              <li key={rowKey(row)}>
                <dl>
                  {shown.map((column) => (
                    <div key={column.key}>
                      <dt>{column.title}</dt>
                      <dd>{shownValue(column, row)}</dd>
                    </div>
                  ))}
                </dl>
                {actions && <div className="table-card-actions">{actions(row)}</div>}
              </li>
            ))}
          </ul>
        </Spin>
      </div>
    );
  }

  const drawn = shown.map((column): TableColumnType<Row> => {
    const choices = choicesOf(column, all, i18n.language);
    return {
      key: column.key,
      title: column.title,
      ...(column.align && { align: column.align }),
      ...((column.width || isLarge) && { width: column.width ?? COLUMN_PIXELS }),
      render: (_, row) => shownValue(column, row),
      sorter: true,
      sortOrder: view.sort?.key === column.key ? (view.sort.descending ? 'descend' : 'ascend') : null,
      ...(choices.length > 1 && {
        filters: choices.map(({ value, label }) => ({ value, text: label })),
        filteredValue: [...(view.filters[column.key] ?? [])],
      }),
    };
  });
  if (actions)
    drawn.push({
      key: 'actions',
      align: 'right',
      fixed: 'right',
      width: ACTIONS_PIXELS,
      render: (_, row) => actions(row),
    });

  return (
    <div className="data-table">
      {tools}
      <Table<Row>
        ref={table}
        size="middle"
        rowKey={rowKey}
        loading={!rows}
        columns={drawn}
        dataSource={inView}
        pagination={false}
        {...(isLarge
          ? { virtual: true, scroll: { x: drawn.length * COLUMN_PIXELS, y: SCROLL_PIXELS } }
          : { sticky: true, scroll: { x: 'max-content' } })}
        locale={{ emptyText: <span className="soft">{nothing}</span> }}
        onChange={(_, filters, sorter) => {
          const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter;
          const sort = order ? { key: String(columnKey), descending: order === 'descend' } : null;
          const limited = Object.entries(filters).reduce(
            (before, [key, values]) => withFilter(before, key, (values ?? []).map(String)),
            view,
          );
          setView({ ...limited, sort });
        }}
        onRow={(row, index) => ({
          tabIndex: (active === undefined ? index === 0 : active === rowKey(row)) ? 0 : -1,
          onFocus: () => setActive(rowKey(row)),
          onKeyDown: (event) => walk(event, row),
          ...(onOpen && { onClick: () => onOpen(row), className: 'row-opens' }),
        })}
      />
    </div>
  );
}

/** Puts the focus on a row, if it is drawn. */
function focusRow(table: TableRef | null, key: string): boolean {
  const row = table?.nativeElement.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`);
  row?.focus();
  return row !== null && row !== undefined;
}

function shownValue<Row>(column: TableColumn<Row>, row: Row): ReactNode {
  if (column.show) return column.show(row);
  const value = column.value(row);
  return typeof value === 'object' ? value?.join(' ') : value;
}
