import { useQuery } from '@tanstack/react-query';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client.ts';
import { generationsQuery } from '../api/coverage.ts';
import type { usePublishedAreas } from '../map/usePublishedAreas.ts';
import { FloatingCard } from '../ui/FloatingCard.tsx';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import type { MapAddress } from './useMapAddress.ts';

/** What stands on the map while there is nothing to show: loading, nothing published (then), a failure. */
export function MapNotices({
  published,
  address,
}: {
  published: ReturnType<typeof usePublishedAreas>;
  address: MapAddress;
}) {
  const { t } = useTranslation('onemap');
  const { error } = published;
  const missing = error instanceof Problem && error.status === 404;
  if (missing && address.day) return <NothingThen day={address.day} address={address} />;
  if (missing && address.version !== undefined) {
    return (
      <FloatingCard title={t('one.noVersion', { generation: address.version })}>
        <BackToNow address={address} />
      </FloatingCard>
    );
  }
  if (missing) {
    return (
      <FloatingCard title={t('one.emptyTitle')}>
        <p className="soft">{t('one.emptyText')}</p>
      </FloatingCard>
    );
  }
  if (error) return <ProblemNotice error={error} onRetry={published.retry} />;
  if (published.isPending) {
    return (
      <div className="map-loading" role="status">
        <Spin size="small" /> {t('common.loading')}
      </div>
    );
  }
  return null;
}

function BackToNow({ address }: { address: MapAddress }) {
  const { t } = useTranslation('onemap');
  return (
    <Button type="primary" onClick={() => address.showDay(undefined)} className="notice-action">
      {t('one.backToNow')}
    </Button>
  );
}

function NothingThen({ day, address }: { day: string; address: MapAddress }) {
  const { t } = useTranslation('onemap');
  const formats = useFormats();
  const { data: generations } = useQuery(generationsQuery);
  const first = generations?.at(-1);
  const date = formats.date(`${day}T12:00:00`);
  return (
    <FloatingCard title={date}>
      <p className="soft">
        {first ? t('one.noneThen', { date, first: formats.date(first.effectiveAt) }) : t('one.noneThenPlain', { date })}
      </p>
      <BackToNow address={address} />
    </FloatingCard>
  );
}
