import { HistoryOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Popover } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Generation, generationsQuery } from '../api/coverage.ts';
import { useFormats } from '../ui/formats.ts';
import type { MapAddress } from './useMapAddress.ts';

/** Chooses the day looked at, by a calendar, or one of the versions that were published. */
export function DayPicker({ address: { day, version, showDay, showVersion } }: { address: MapAddress }) {
  const { t } = useTranslation('onemap');
  const { data: generations = [] } = useQuery(generationsQuery);
  const [listed, setListed] = useState(false);
  const newest = generations[0]?.generation;
  const choose = (generation: number) => {
    setListed(false);
    showVersion(generation === newest ? undefined : generation);
  };
  return (
    <div className="day-picker">
      <DatePicker
        aria-label={t('one.date')}
        value={day ? dayjs(day) : null}
        placeholder={version === undefined ? t('one.today') : t('proof.chip', { generation: version })}
        allowClear
        maxDate={dayjs()}
        onChange={(chosen) =>
          showDay(chosen && !chosen.isSame(dayjs(), 'day') ? chosen.format('YYYY-MM-DD') : undefined)
        }
      />
      <Popover
        trigger="click"
        open={listed}
        onOpenChange={setListed}
        placement="rightBottom"
        title={t('one.versions')}
        content={
          <VersionList generations={generations} shown={version ?? (day ? undefined : newest)} onChoose={choose} />
        }
      >
        <Button icon={<HistoryOutlined />} aria-label={t('one.versions')} />
      </Popover>
    </div>
  );
}

interface VersionListProps {
  generations: readonly Generation[];
  /** The version on the map, where it is known without the day. */
  shown: number | undefined;
  onChoose: (generation: number) => void;
}

function VersionList({ generations, shown, onChoose }: VersionListProps) {
  const { t } = useTranslation('onemap');
  const formats = useFormats();
  return (
    <ol className="version-list">
      {generations.map((version) => (
        <li key={version.generation}>
          <button
            type="button"
            aria-current={version.generation === shown}
            onClick={() => onChoose(version.generation)}
          >
            <strong>{t('proof.chip', { generation: version.generation })}</strong>{' '}
            <span>{formats.dateTime(version.effectiveAt)}</span>
            <small>
              {version.note} {version.publishedBy && t('one.publishedBy', { name: version.publishedBy })} ·{' '}
              {t('areaCard.gridCount', { count: version.gridCount, formatted: formats.count(version.gridCount) })}
            </small>
          </button>
        </li>
      ))}
    </ol>
  );
}
