import { useQuery } from '@tanstack/react-query';
import { Empty, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client.ts';
import { generationsQuery } from '../api/coverage.ts';
import { useScene } from '../map/stage.tsx';
import { FloatingCard } from '../ui/FloatingCard.tsx';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { DifferenceCard } from './DifferenceCard.tsx';
import { GenerationSlider } from './GenerationSlider.tsx';
import './history.css';
import { LineageCard } from './LineageCard.tsx';
import { useHistoryAddress } from './useHistoryAddress.ts';
import { useHistoryScene } from './useHistoryScene.ts';
import { VersionRows } from './VersionRows.tsx';

/** Every version there has been: who published it, when and why; the ground as it was; what changed between any two. */
export function HistoryPage() {
  const { t } = useTranslation('history');
  const address = useHistoryAddress();
  const { data: generations, error, refetch } = useQuery(generationsQuery);
  const newest = generations?.[0]?.generation;
  const shown = address.version ?? newest;
  const { scene, difference } = useHistoryScene(address, shown);
  useScene(scene);
  const nothing = generations?.length === 0 || (error instanceof Problem && error.status === 404);
  return (
    <div className="over-map history">
      <title>{`${t('history.title')} · ${t('product.name')}`}</title>
      <div className="over-map-left history-left">
        <FloatingCard title={t('history.title')} foldable>
          {nothing && <NothingYet />}
          {error && !nothing && <ProblemNotice error={error} onRetry={() => void refetch()} />}
          {!error && !generations && <Skeleton active />}
          {generations && generations.length > 0 && shown !== undefined && (
            <VersionRows generations={generations} shown={shown} address={address} />
          )}
        </FloatingCard>
      </div>
      <div className="over-map-middle history-middle">
        {generations && generations.length > 1 && shown !== undefined && (
          <GenerationSlider generations={generations} shown={shown} onChange={address.showVersion} />
        )}
      </div>
      <div className="over-map-right history-right">
        {address.compared && generations && (
          <DifferenceCard
            generations={generations}
            compared={address.compared}
            difference={difference}
            address={address}
          />
        )}
        {address.grid && <LineageCard key={address.grid} code={address.grid} address={address} />}
      </div>
    </div>
  );
}

function NothingYet() {
  const { t } = useTranslation('history');
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t('history.emptyTitle')}</strong>
          <p className="soft">{t('history.emptyText')}</p>
        </>
      }
    />
  );
}
