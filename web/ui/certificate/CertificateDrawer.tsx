import { DownloadOutlined, SafetyCertificateFilled, WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Drawer, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, withQuery } from '../../api/client.ts';
import { certificateQuery, type PublishedCertificate } from '../../api/coverage.ts';
import { CopyButton } from '../CopyButton.tsx';
import { downloadText } from '../download.ts';
import { useFormats } from '../formats.ts';
import { ProblemNotice, useProblemText } from '../ProblemNotice.tsx';
import { OpinionSection } from './OpinionSection.tsx';
import { proofWords, useVerdict, type Verdict } from './useVerdict.ts';
import './certificate.css';

interface CertificateDrawerProps {
  generation: number;
  open: boolean;
  onClose: () => void;
}

/** A generation's certificate: every level's hash, and the files with which anybody can check it. */
export function CertificateDrawer({ generation, open, onClose }: CertificateDrawerProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ ...certificateQuery(generation), enabled: open });
  const verdict = useVerdict(generation, open);
  return (
    <Drawer open={open} onClose={onClose} size={520} title={t('proof.title', { generation })}>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton active paragraph={{ rows: 10 }} />}
      {data && <CertificateBody certificate={data} verdict={verdict} />}
    </Drawer>
  );
}

function CertificateBody({ certificate, verdict }: { certificate: PublishedCertificate; verdict: Verdict }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { generation, district } = certificate;
  const words = proofWords(verdict);
  return (
    <div className="certificate">
      <p className={words === 'proven' ? 'certificate-lead' : 'certificate-lead broken'}>
        {words === 'proven' ? <SafetyCertificateFilled /> : <WarningFilled />}
        <span>{t(`proof.lead.${words}`)}</span>
      </p>
      <dl className="facts">
        <dt>{t('proof.district')}</dt>
        <dd>
          {district.name} {district.code}
        </dd>
        <dt>{t('proof.effectiveAt')}</dt>
        <dd>{formats.dateTime(certificate.effectiveAt)}</dd>
        <dt>{t('proof.area')}</dt>
        <dd>{formats.area(certificate.areaSquareMetres)}</dd>
      </dl>
      {verdict.opinion !== undefined && <OpinionSection generation={generation} opinion={verdict.opinion} />}
      {certificate.levels.map(({ level, count, vertices, sha256 }) => (
        <section key={level} className="certificate-level">
          <h3>
            {t(`proof.levelName.${level}`)} <span>{formats.count(count)}</span>
            <small>
              {t('proof.vertices')} {formats.count(vertices)}
            </small>
          </h3>
          <Hash value={sha256} />
        </section>
      ))}
      <section className="certificate-level">
        <h3>{t('proof.outline')}</h3>
        <Hash value={certificate.outlineSha256} />
      </section>
      <section className="certificate-level own">
        <h3>{t('proof.certificate')}</h3>
        <Hash value={certificate.sha256} />
      </section>
      <section className="certificate-level">
        <h3>{t('proof.previous')}</h3>
        {certificate.previousSha256 ? (
          <Hash value={certificate.previousSha256} />
        ) : (
          <p className="soft">{t('proof.first')}</p>
        )}
      </section>
      <Downloads certificate={certificate} generation={generation} />
    </div>
  );
}

function Hash({ value }: { value: string }) {
  const { t } = useTranslation();
  return (
    <div className="hash">
      <code>{value}</code>
      <CopyButton text={value} title={t('common.copy')} />
    </div>
  );
}

function Downloads({ certificate, generation }: { certificate: PublishedCertificate; generation: number }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState<string | null>(null);
  const certificateFile = `certificate-${generation}.json`;
  const gridsFile = `grids-${generation}.geojson`;
  const outlineFile = `outline-${generation}.geojson`;
  const command = `npm run verify -- ${certificateFile} ${gridsFile} ${outlineFile}`;
  const downloadFrom = async (url: string, fileName: string) => {
    setBusy(fileName);
    try {
      downloadText(fileName, JSON.stringify(await call<object>(url)), 'application/geo+json');
    } catch (error) {
      void message.error(problemText(error));
    } finally {
      setBusy(null);
    }
  };
  const gridsUrl = withQuery('/coverage/areas', { level: 'grid', generation });
  const outlineUrl = `/generations/${generation}/outline`;
  return (
    <>
      <div className="certificate-downloads">
        <Button
          type="primary"
          icon={<DownloadOutlined />}
          onClick={() => downloadText(certificateFile, `${JSON.stringify(certificate, null, 2)}\n`, 'application/json')}
        >
          {t('proof.download')}
        </Button>
        <Button
          icon={<DownloadOutlined />}
          loading={busy === gridsFile}
          onClick={() => void downloadFrom(gridsUrl, gridsFile)}
        >
          {t('proof.downloadGrids')}
        </Button>
        <Button
          icon={<DownloadOutlined />}
          loading={busy === outlineFile}
          onClick={() => void downloadFrom(outlineUrl, outlineFile)}
        >
          {t('proof.downloadOutline')}
        </Button>
      </div>
      <p className="soft">{t('proof.verify')}</p>
      <div className="hash command">
        <code>{command}</code>
        <CopyButton text={command} title={t('common.copy')} />
      </div>
    </>
  );
}
