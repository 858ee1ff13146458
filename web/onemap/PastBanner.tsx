import { HistoryOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { generationsQuery } from '../api/coverage.ts';
import { useFormats } from '../ui/formats.ts';
import type { MapAddress } from './useMapAddress.ts';

interface PastBannerProps {
  address: MapAddress;
  generation: number;
  /** True when that generation is no longer the one in force. */
  past: boolean;
}

/** Says plainly that a past day or version is shown, with the way back; nothing while the present one is. */
export function PastBanner({ address, generation, past }: PastBannerProps) {
  const { t } = useTranslation('onemap');
  const formats = useFormats();
  const { day, version } = address;
  const { data: generations } = useQuery({ ...generationsQuery, enabled: version !== undefined });
  if (!day && version === undefined) return null;
  const since = generations?.find((each) => each.generation === generation)?.effectiveAt;
  const words = day
    ? t('one.past', { date: formats.date(`${day}T12:00:00`), generation })
    : t('one.pastVersion', { generation, since: since ? formats.dateTime(since) : '…' });
  return (
    <div className={past ? 'past-banner past' : 'past-banner'} role="status" data-testid="past-banner">
      <HistoryOutlined />
      <span>{words}</span>
      <Button size="small" onClick={() => address.showDay(undefined)}>
        {t('one.backToNow')}
      </Button>
    </div>
  );
}
