import { CloseOutlined, SwapOutlined } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { GridDifference } from '../../server/core/coverage/schemas.ts';
import type { Generation } from '../api/coverage.ts';
import { FloatingCard } from '../ui/FloatingCard.tsx';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { DifferenceList } from './DifferenceList.tsx';
import type { HistoryAddress } from './useHistoryAddress.ts';

interface DifferenceCardProps {
  generations: readonly Generation[];
  compared: { from: number; to: number };
  difference: UseQueryResult<GridDifference>;
  address: HistoryAddress;
}

/** What changed between two versions, any two. */
export function DifferenceCard({ generations, compared: { from, to }, difference, address }: DifferenceCardProps) {
  const { t } = useTranslation('history');
  const options = generations.map(({ generation }) => ({
    value: generation,
    label: t('proof.chip', { generation }),
  }));
  const { data, error, refetch, isPending } = difference;
  return (
    <FloatingCard
      title={t('history.compareTitle')}
      extra={
        <button type="button" className="icon-button" aria-label={t('history.stop')} onClick={address.stopComparing}>
          <CloseOutlined />
        </button>
      }
    >
      <div className="compare-row">
        <Select
          aria-label={t('history.from')}
          value={from}
          options={options}
          onChange={(chosen) => address.compare(chosen, to)}
        />
        <Button icon={<SwapOutlined />} aria-label={t('history.swap')} onClick={() => address.compare(to, from)} />
        <Select
          aria-label={t('history.to')}
          value={to}
          options={options}
          onChange={(chosen) => address.compare(from, chosen)}
        />
      </div>
      {from === to && <p className="soft">{t('history.sameVersion')}</p>}
      {from !== to && error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {from !== to && isPending && <Skeleton active title={false} />}
      {from !== to && data && (
        <DifferenceList difference={data} compared={{ from, to }} selected={address.grid} onSelect={address.showGrid} />
      )}
    </FloatingCard>
  );
}
