import { CloseOutlined, SearchOutlined, TableOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Popover, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../formats.ts';
import { NarrowTools } from './NarrowTools.tsx';
import { type TableColumn, type TableView, withFilter } from './tableView.ts';

interface ToolsProps<Row> {
  view: TableView;
  onView: (view: TableView) => void;
  columns: readonly TableColumn<Row>[];
  isShown: (column: TableColumn<Row>) => boolean;
  onShow: (key: string, wanted: boolean) => void;
  searchable: boolean;
  /** Whether the rows are cards, without headings to sort and limit them by. */
  isNarrow: boolean;
  /** All rows. */
  rows: readonly Row[];
  /** How many of them are in view. */
  count: number;
}

/** Above a table: the search, what the rows are limited to, and the choice of columns. */
export function TableTools<Row>(props: ToolsProps<Row>) {
  const { t } = useTranslation();
  const { view, onView, columns, isShown, onShow, searchable, isNarrow, rows, count } = props;
  const isLimited = Object.keys(view.filters).length > 0 || view.search.trim() !== '';
  return (
    <div className="table-tools">
      {searchable && (
        <Input
          className="table-search"
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t('table.search')}
          aria-label={t('table.search')}
          value={view.search}
          onChange={({ target }) => onView({ ...view, search: target.value })}
        />
      )}
      {isLimited && <Limits view={view} onView={onView} columns={columns} total={rows.length} count={count} />}
      <Popover
        trigger="click"
        placement="bottomRight"
        content={
          <div className="table-columns">
            {columns.map((column) => (
              <Checkbox
                key={column.key}
                checked={isShown(column)}
                disabled={isShown(column) && columns.filter(isShown).length === 1}
                onChange={({ target }) => onShow(column.key, target.checked)}
              >
                {column.title}
              </Checkbox>
            ))}
          </div>
        }
      >
        <Button
          className="table-columns-button"
          {...(isNarrow && { size: 'large' })}
          icon={<TableOutlined />}
          aria-label={t('table.columns')}
        />
      </Popover>
      {isNarrow && <NarrowTools view={view} onView={onView} columns={columns} rows={rows} />}
    </div>
  );
}

interface LimitsProps<Row> extends Pick<ToolsProps<Row>, 'view' | 'onView' | 'columns' | 'count'> {
  total: number;
}

/** What the rows are limited to, each with a way out, and how many are left. */
function Limits<Row>({ view, onView, columns, count, total }: LimitsProps<Row>) {
  const { t } = useTranslation();
  const formats = useFormats();
  const limits = columns.flatMap((column) =>
    (view.filters[column.key] ?? []).map((value) => ({ column, value, label: column.choice?.(value) ?? value })),
  );
  const withoutLimit = ({ key }: TableColumn<Row>, value: string) =>
    withFilter(
      view,
      key,
      (view.filters[key] ?? []).filter((other) => other !== value),
    );
  return (
    <div className="table-limits">
      {limits.map(({ column, value, label }) => (
        <Tag
          key={`${column.key} ${value}`}
          closable
          closeIcon={<CloseOutlined aria-label={t('table.unlimit', { limit: label })} />}
          onClose={(event) => {
            event.preventDefault();
            onView(withoutLimit(column, value));
          }}
        >
          {column.title}: {label}
        </Tag>
      ))}
      <Button type="link" size="small" onClick={() => onView({ ...view, search: '', filters: {} })}>
        {t('common.clear')}
      </Button>
      <span className="soft" aria-live="polite">
        {t('table.some', { count: formats.count(count), total: formats.count(total) })}
      </span>
    </div>
  );
}
