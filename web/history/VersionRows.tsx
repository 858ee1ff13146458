import { DownloadOutlined, SafetyCertificateOutlined, SwapOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Generation } from '../api/coverage.ts';
import { CertificateDrawer } from '../ui/certificate/CertificateDrawer.tsx';
import { ExportDialog } from '../ui/ExportDialog.tsx';
import { useFormats } from '../ui/formats.ts';
import { usePublisherName } from './publisher.ts';
import type { HistoryAddress } from './useHistoryAddress.ts';

interface VersionRowsProps {
  /** Newest first. */
  generations: readonly Generation[];
  shown: number;
  address: HistoryAddress;
}

/** The versions, newest first; of the one on the map also what can be done with it. */
export function VersionRows({ generations, shown, address }: VersionRowsProps) {
  const { t } = useTranslation('history');
  const inForce = generationInForce(generations);
  return (
    <>
      {generations.length === 1 && <p className="soft history-hint">{t('history.onlyOne')}</p>}
      <ol className="version-rows" data-testid="versions">
        {generations.map((version, index) => (
          <VersionRow
            key={version.generation}
            version={version}
            previous={generations[index + 1]?.generation}
            standing={version.generation === inForce ? 'now' : version.generation > inForce ? 'future' : undefined}
            current={version.generation === shown}
            address={address}
          />
        ))}
      </ol>
      {!address.grid && <p className="soft history-hint">{t('history.pickGrid')}</p>}
    </>
  );
}

/** The newest version whose time has come. */
function generationInForce(generations: readonly Generation[]): number {
  const now = Date.now();
  return generations.find(({ effectiveAt }) => Date.parse(effectiveAt) <= now)?.generation ?? 0;
}

interface VersionRowProps {
  version: Generation;
  previous: number | undefined;
  standing: 'now' | 'future' | undefined;
  current: boolean;
  address: HistoryAddress;
}

function VersionRow({ version, previous, standing, current, address }: VersionRowProps) {
  const { t } = useTranslation('history');
  const formats = useFormats();
  const publisherName = usePublisherName();
  const { generation, effectiveAt, publishedBy, note, gridCount } = version;
  return (
    <li className={current ? 'version-row current' : 'version-row'}>
      <button type="button" aria-current={current} onClick={() => address.showVersion(generation)}>
        <span className="version-row-head">
          <strong>{t('proof.chip', { generation })}</strong>
          {standing && <Tag color={standing === 'now' ? 'green' : 'blue'}>{t(`history.${standing}`)}</Tag>}
          <span className="soft">
            {t('areaCard.gridCount', { count: gridCount, formatted: formats.count(gridCount) })}
          </span>
        </span>
        {note && <span className="version-row-note">{note}</span>}
        <small>
          {t('history.inForce', { when: formats.dateTime(effectiveAt) })}
          {publishedBy && ` · ${t('history.by', { name: publisherName(publishedBy) })}`}
        </small>
      </button>
      {current && <VersionActions generation={generation} previous={previous} address={address} />}
    </li>
  );
}

function VersionActions({
  generation,
  previous,
  address,
}: { generation: number } & Pick<VersionRowProps, 'previous' | 'address'>) {
  const { t } = useTranslation('history');
  const [opened, setOpened] = useState<'certificate' | 'export'>();
  const close = () => setOpened(undefined);
  return (
    <div className="version-actions">
      {previous !== undefined && (
        <Button size="small" icon={<SwapOutlined />} onClick={() => address.compare(previous, generation)}>
          {t('history.compare')}
        </Button>
      )}
      <Button size="small" icon={<SafetyCertificateOutlined />} onClick={() => setOpened('certificate')}>
        {t('history.certificate')}
      </Button>
      <Button size="small" icon={<DownloadOutlined />} onClick={() => setOpened('export')}>
        {t('giveOut.title')}
      </Button>
      <CertificateDrawer generation={generation} open={opened === 'certificate'} onClose={close} />
      {opened === 'export' && <ExportDialog path="/api/v1/coverage/export" generation={generation} onClose={close} />}
    </div>
  );
}
