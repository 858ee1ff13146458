import { Table, type TableColumnType, type TableProps, type TableRef } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowsProps } from './rowsProps.ts';
import { shownValue } from './shownValue.ts';
import { choicesOf, type TableView, withFilter } from './tableView.ts';
import { useHeightBelow } from './useHeightBelow.ts';
import { useRowWalk } from './useRowWalk.ts';

/** From so many rows on only those in sight are drawn, and the table scrolls in itself. */
const MANY_ROWS = 100;
const ACTIONS_PIXELS = 160;
const COLUMN_PIXELS = 140;

/**
 * Rows under headings that sort and limit them. Of many, antd's own virtual list draws those in sight: it measures uneven rows, keeps the
 * heading in place and scrolls to rows not drawn yet, so that no second library is needed. It draws no table, though: the roles of one
 * are given here.
 */
export function TableRows<Row>(props: RowsProps<Row> & { size: 'small' | 'middle' }) {
  const { view, onView, rows, rowKey, nothing, size } = props;
  const isLarge = rows.length > MANY_ROWS;
  const table = useRef<TableRef>(null);
  const frame = useRef<HTMLDivElement>(null);
  const scrollPixels = useHeightBelow(frame);
  const walking = useRowWalk(
    props,
    (key) => table.current?.nativeElement.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`),
    (key) => table.current?.scrollTo({ key }),
  );
  const columns = useAntdColumns(props, isLarge);
  return (
    <div ref={frame} {...(isLarge && { role: 'table', 'aria-rowcount': rows.length + 1 })}>
      <Table<Row>
        ref={table}
        size={size}
        rowKey={rowKey}
        columns={columns}
        dataSource={rows}
        pagination={false}
        showSorterTooltip={{ target: 'sorter-icon' }}
        {...(isLarge ? { ...DRAWN_IN_SIGHT, scroll: { x: widthOf(columns), y: scrollPixels } } : DRAWN_WHOLE)}
        locale={{ emptyText: <span className="soft">{nothing}</span> }}
        onChange={(_, filters, sorter) => onView(viewAfter(view, filters, sorter))}
        onRow={(row, index = 0) => ({
          ...walking(row, index),
          ...(isLarge && { role: 'row', 'aria-rowindex': index + 2 }),
        })}
      />
    </div>
  );
}

/** The heading is a table of its own in the page, beside the rows: to a reader of roles it is part of the one around both. */
const DRAWN_IN_SIGHT = {
  virtual: true,
  components: { header: { table: (props: object) => <table {...props} role="presentation" /> } },
  onHeaderRow: () => ({ role: 'row', 'aria-rowindex': 1 }),
} as const;

const DRAWN_WHOLE = { sticky: true, scroll: { x: 'max-content' } } as const;

const widthOf = (columns: readonly { width?: number | string | undefined }[]): number =>
  columns.reduce((sum, { width }) => sum + Number(width), 0);

type Changed<Row> = Parameters<NonNullable<TableProps<Row>['onChange']>>;

/** What the reader wants to see after a click on a heading. */
function viewAfter<Row>(view: TableView, filters: Changed<Row>[1], sorter: Changed<Row>[2]): TableView {
  const { columnKey, order } = Array.isArray(sorter) ? (sorter[0] ?? {}) : sorter;
  const sort = order ? { key: String(columnKey), descending: order === 'descend' } : null;
  const limited = Object.entries(filters).reduce(
    (before, [key, values]) => withFilter(before, key, (values ?? []).map(String)),
    view,
  );
  return { ...limited, sort };
}

/** Our columns as antd has them, and the row's actions at its end; the first column stays when the others scroll sideways. */
function useAntdColumns<Row>(props: RowsProps<Row>, isLarge: boolean): TableColumnType<Row>[] {
  const { view, columns, all, actions } = props;
  const { i18n } = useTranslation();
  const roles: TableColumnType<Row> = isLarge
    ? { onCell: () => ({ role: 'cell' }), onHeaderCell: () => ({ role: 'columnheader' }) }
    : {};
  const drawn = columns.map((column, index): TableColumnType<Row> => {
    const choices = choicesOf(column, all, i18n.language);
    return {
      ...roles,
      key: column.key,
      title: column.title,
      ...(index === 0 && columns.length > 1 && { fixed: 'start' }),
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
  if (!actions) return drawn;
  const last: TableColumnType<Row> = { ...roles, key: 'actions', align: 'right', fixed: 'end', width: ACTIONS_PIXELS };
  return [...drawn, { ...last, render: (_, row) => actions(row) }];
}
