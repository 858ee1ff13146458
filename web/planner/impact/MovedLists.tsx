import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { useFormats } from '../../ui/formats.ts';
import { DataTable } from '../../ui/table/DataTable.tsx';
import type { TableColumn } from '../../ui/table/tableView.ts';

type Moved = Impact['moved'][number];

/** What changes grid, ledger by ledger: the total, and on request who. */
export function MovedLists({ moved }: { moved: Impact['moved'] }) {
  const { t } = useTranslation('planner');
  const filled = moved.filter(({ total }) => total > 0);
  if (filled.length === 0) return <p className="soft">{t('impact.movedNone')}</p>;
  return filled.map((each) => <Ledger key={each.ledger} moved={each} />);
}

function Ledger({ moved }: { moved: Moved }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const { ledger, total, entries } = moved;
  return (
    <details
      className="moved"
      data-testid={`moved-${ledger}`}
      data-total={total}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        <strong>
          {t('impact.movedTotal', { ledger: t(`impact.ledger.${ledger}`), formatted: formats.count(total) })}
        </strong>
      </summary>
      {open && <MovedEntries ledger={ledger} entries={entries} />}
      {open && entries.length < total && (
        <p className="soft">
          {t('impact.listed', { shown: formats.count(entries.length), total: formats.count(total) })}
        </p>
      )}
    </details>
  );
}

type Entry = Moved['entries'][number];

function MovedEntries({ ledger, entries }: Pick<Moved, 'ledger' | 'entries'>) {
  const { t } = useTranslation('planner');
  // Two may have the same name.
  const rows = useMemo(() => entries.map((entry, index) => ({ ...entry, key: String(index) })), [entries]);
  const columns: TableColumn<Entry & { key: string }>[] = [
    { key: 'name', title: t('impact.name'), value: ({ name, detail }) => name || detail, width: 170 },
    { key: 'detail', title: t('impact.detail'), value: ({ name, detail }) => (name ? detail : null), width: 170 },
    { key: 'from', title: t('impact.fromGrid'), value: ({ from }) => from, choice: String, width: 110 },
    { key: 'to', title: t('impact.toGrid'), value: ({ to }) => to, choice: String, width: 110 },
  ];
  return (
    <DataTable
      name={`moved-${ledger}`}
      size="small"
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      searchable
      empty={t('impact.movedNone')}
    />
  );
}

/** Who or what, from which grid to which, on paper. */
export function MovedTable({ entries }: { entries: Moved['entries'] }) {
  const { t } = useTranslation('planner');
  return (
    <table className="moved-table">
      <thead>
        <tr>
          <th>{t('impact.name')}</th>
          <th>{t('impact.detail')}</th>
          <th>{t('impact.fromGrid')}</th>
          <th>{t('impact.toGrid')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ name, detail, from, to }, index) => (
          <tr key={`${index} ${name}`}>
            <td>{name || detail}</td>
            <td>{name ? detail : ''}</td>
            <td>{from}</td>
            <td>{to}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
