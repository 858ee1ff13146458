import { DownloadOutlined } from '@ant-design/icons';
import { Button, Progress, Switch, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LeveledAreas } from '../map/scene.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { downloadText } from '../ui/download.ts';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { toCsv, toTabs } from './csv.ts';
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
            <CopyButton text={toTabs(table)} label={t('batch.copy')} title={t('batch.copy')} />
            <Button
              icon={<DownloadOutlined />}
              onClick={() => downloadText('gridwarden-lookup.csv', toCsv(table), 'text/csv;charset=utf-8')}
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
  const columns: TableColumnsType<BatchRow> = [
    { title: t('batch.row'), dataIndex: 'line', width: 52, align: 'right' },
    { title: t('batch.point'), width: 184, ellipsis: true, render: (_, row) => wording.point(row) },
    {
      title: t('batch.code'),
      width: 88,
      render: (_, { code }) => (code ? <Link to={`/map/${code}`}>{code}</Link> : '—'),
    },
    {
      title: t('batch.name'),
      render: (_, row) => (row.code ? wording.name(row) : <span className="row-failed">{wording.name(row)}</span>),
    },
  ];
  if (rows.some(({ id }) => id))
    columns.splice(1, 0, { title: t('batch.id'), dataIndex: 'id', width: 72, ellipsis: true });
  return (
    <Table<BatchRow>
      size="small"
      virtual
      scroll={{ x: 500, y: 420 }}
      pagination={false}
      rowKey="line"
      columns={columns}
      dataSource={[...rows]}
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
