import { CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Lineage } from '../../server/core/coverage/schemas.ts';
import { Problem } from '../api/client.ts';
import { lineageQuery } from '../api/history.ts';
import { FloatingCard } from '../ui/FloatingCard.tsx';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import type { HistoryAddress } from './useHistoryAddress.ts';

/** Where a grid's ground came from, and what became of it, by version. */
export function LineageCard({ code, address }: { code: string; address: HistoryAddress }) {
  const { t } = useTranslation('history');
  const { data, error, refetch } = useQuery(lineageQuery(code));
  const unknown = error instanceof Problem && error.status === 404;
  return (
    <FloatingCard
      title={t('history.lineage', { code })}
      extra={
        <button
          type="button"
          className="icon-button"
          aria-label={t('history.lineageClose')}
          onClick={() => address.showGrid(undefined)}
        >
          <CloseOutlined />
        </button>
      }
    >
      {error && !unknown && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton active title={false} />}
      {(unknown || data?.entries.length === 0) && <p className="soft">{t('history.lineageNone', { code })}</p>}
      {data && data.entries.length > 0 && (
        <ol className="lineage" data-testid="lineage" data-code={code}>
          {data.entries.map((entry) => (
            <LineageEntry key={`${entry.generation} ${entry.code}`} entry={entry} code={code} address={address} />
          ))}
        </ol>
      )}
    </FloatingCard>
  );
}

interface LineageEntryProps {
  entry: Lineage['entries'][number];
  code: string;
  address: HistoryAddress;
}

function LineageEntry({ entry, code, address }: LineageEntryProps) {
  const { t } = useTranslation('history');
  const formats = useFormats();
  const { generation, effectiveAt, note, from } = entry;
  const others = from.filter((each) => each !== entry.code);
  const sizes = new Map(entry.donors.map((donor) => [donor.code, donor.areaSquareMetres]));
  const named = (others.length > 0 ? from : [entry.code]).map((donor) => {
    const size = others.length > 0 ? sizes.get(donor) : undefined;
    return size === undefined ? donor : t('history.donor', { code: donor, area: formats.area(size) });
  });
  const words =
    from.length === 0
      ? t('history.lineageFirst', { generation })
      : entry.code !== code && from.includes(code)
        ? t('history.lineageInto', { code: entry.code })
        : t('history.lineageFrom', { grids: named.join(t('common.separator')) });
  return (
    <li>
      <p>
        <button type="button" className="link-button" onClick={() => address.showVersion(generation)}>
          {t('proof.chip', { generation })}
        </button>{' '}
        <span className="soft">{formats.date(effectiveAt)}</span>
      </p>
      <p>
        <strong>{entry.code}</strong> {words}
      </p>
      {note && <small>{note}</small>}
    </li>
  );
}
