import { FilterOutlined } from '@ant-design/icons';
import { Button, Form, Popover, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { choicesOf, type TableColumn, type TableView, withFilter } from './tableView.ts';

interface NarrowToolsProps<Row> {
  view: TableView;
  onView: (view: TableView) => void;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
}

/** Cards have no headings: what those do is behind one button here, sorting first, then what rows may be limited by. */
export function NarrowTools<Row>(props: NarrowToolsProps<Row>) {
  const { t } = useTranslation();
  return (
    <Popover trigger="click" placement="bottomRight" content={<NarrowForm {...props} />}>
      <Button size="large" icon={<FilterOutlined />} aria-label={t('table.sortAndLimit')} />
    </Popover>
  );
}

function NarrowForm<Row>({ view, onView, columns, rows }: NarrowToolsProps<Row>) {
  const { t, i18n } = useTranslation();
  const { sort } = view;
  const limiting = columns
    .map((column) => ({ column, choices: choicesOf(column, rows, i18n.language) }))
    .filter(({ choices }) => choices.length > 1);
  return (
    <Form layout="vertical" size="large" className="table-narrow-form">
      <Form.Item label={t('table.sortBy')}>
        <Select
          aria-label={t('table.sortBy')}
          value={sort?.key ?? ''}
          onChange={(key) => onView({ ...view, sort: key ? { key, descending: false } : null })}
          options={[
            { value: '', label: t('table.unsorted') },
            ...columns.map(({ key, title }) => ({ value: key, label: title })),
          ]}
        />
        {sort && (
          <Segmented
            block
            value={sort.descending ? 'down' : 'up'}
            onChange={(direction) => onView({ ...view, sort: { key: sort.key, descending: direction === 'down' } })}
            options={[
              { value: 'up', label: t('table.ascending') },
              { value: 'down', label: t('table.descending') },
            ]}
          />
        )}
      </Form.Item>
      {limiting.map(({ column, choices }) => (
        <Form.Item key={column.key} label={column.title}>
          <Select
            mode="multiple"
            allowClear
            aria-label={column.title}
            value={[...(view.filters[column.key] ?? [])]}
            onChange={(values) => onView(withFilter(view, column.key, values))}
            options={choices}
          />
        </Form.Item>
      ))}
    </Form>
  );
}
