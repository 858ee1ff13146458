import { DownloadOutlined } from '@ant-design/icons';
import { Button, Progress, Switch } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { csvFile, tabbedText } from '../../server/core/csv.ts';
import type { LeveledAreas } from '../map/scene.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { downloadText } from '../ui/download.ts';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { DataTable } from '../ui/table/DataTable.tsx';
import type { TableColumn } from '../ui/table/tableView.ts';
import type { Batch, BatchRow } from './useBatch.ts';

const NO_ROWS: readonly BatchRow[] = [];

/** The answers to a pasted column, row by row, with those that could not be answered said plainly. */
export function BatchCard({ batch, areas }: { batch: Batch; areas: LeveledAreas | undefined }) {
  const { t } = useTranslation('lookup');
  const formats = useFormats();
  const [onlyFailed, setOnlyFailed] = useState(false);
  const wording = useRowWording(areas);
  const rows = batch.rows ?? NO_ROWS;
  const found = rows.filter(({ code }) => code).length;
  const failed = rows.length - found;
  const table = useMemo(() => [wording.heading, ...rows.map(wording.cells)], [rows, wording]);
  return (
    <section
      className="floating-card answer-card batch-card"
      aria-live="polite"
      data-testid="batch"
      data-found={found}
      data-failed={failed}
    >
      <h2>{t('batch.title')}</h2>
      {batch.pending && <Progress percent={100} status="active" showInfo={false} />}
      {batch.error && <ProblemNotice error={batch.error} />}
      {!batch.pending && !batch.error && (
        <>
          <p className="batch-summary">
            {t('batch.summary', { found: formats.count(found), failed: formats.count(failed) })}
          </p>
          <div className="batch-actions">
            <CopyButton text={tabbedText(table)} label={t('batch.copy')} title={t('batch.copy')} />
            <Button
              icon={<DownloadOutlined />}
              onClick={() => downloadText('gridwarden-lookup.csv', csvFile(table), 'text/csv;charset=utf-8')}
            >
              {t('batch.csv')}
            </Button>
            {failed > 0 && (
              <label className="batch-filter">
                <Switch size="small" checked={onlyFailed} onChange={setOnlyFailed} /> {t('batch.onlyFailed')}
              </label>
            )}
          </div>
          <BatchTable rows={onlyFailed ? rows.filter(({ code }) => !code) : rows} wording={wording} />
        </>
      )}
    </section>
  );
}

function BatchTable({ rows, wording }: { rows: readonly BatchRow[]; wording: Wording }) {
  const { t } = useTranslation('lookup');
  const columns: TableColumn<BatchRow>[] = [
    { key: 'line', title: t('batch.row'), value: ({ line }) => line, width: 60, align: 'right' },
    { key: 'point', title: t('batch.point'), value: wording.point, width: 168 },
    {
      key: 'code',
      title: t('batch.code'),
      value: ({ code }) => code ?? null,
      show: ({ code }) => (code ? <Link to={`/map/${code}`}>{code}</Link> : '—'),
      width: 84,
    },
    {
      key: 'name',
      title: t('batch.name'),
      value: wording.name,
      show: (row) => (row.code ? wording.name(row) : <span className="row-failed">{wording.name(row)}</span>),
      width: 120,
    },
  ];
  if (rows.some(({ id }) => id))
    columns.splice(1, 0, { key: 'id', title: t('batch.id'), value: ({ id }) => id ?? null, width: 76 });
  return (
    <DataTable<BatchRow>
      name="lookup-column"
      size="small"
      columns={columns}
      rows={rows}
      rowKey={({ line }) => String(line)}
      searchable
      empty={t('table.none')}
    />
  );
}

interface Wording {
  heading: string[];
  cells: (row: BatchRow) => string[];
  point: (row: BatchRow) => string;
  name: (row: BatchRow) => string;
}

/** A row in words: on the screen, on the clipboard and in the file alike. */
function useRowWording(areas: LeveledAreas | undefined): Wording {
  const { t } = useTranslation('lookup');
  const formats = useFormats();
  return useMemo(() => {
    const names = new Map(areas?.grid.map(({ properties }) => [properties.code, properties.name]));
    const point = (row: BatchRow) => (row.ok ? formats.coordinates(row.lng, row.lat) : row.text);
    const failure = (row: BatchRow) => {
      if (!row.ok) return t(`batch.reason.${row.reason}`);
      if (row.error === 'outside-coverage') return t('batch.outside');
      return row.error === 'swapped-coordinates' ? t('lookup.swappedDetail') : t('batch.failed');
    };
    const name = (row: BatchRow) => {
      const words = row.code ? (names.get(row.code) ?? '') : failure(row);
      return row.ok && row.swapped ? `${words} · ${t('batch.swappedNote')}` : words;
    };
    return {
      heading: [t('batch.row'), t('batch.id'), t('batch.point'), t('batch.code'), t('batch.name')],
      cells: (row) => [String(row.line), row.id ?? '', point(row), row.code ?? '', name(row)],
      point,
      name,
    };
  }, [areas, t, formats]);
}
