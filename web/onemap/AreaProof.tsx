import { CheckCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { certificateQuery } from '../api/coverage.ts';
import { CertificateDrawer } from '../app/shell/CertificateDrawer.tsx';

/** The proof an area stands in, by the hash of its generation's certificate; opens the certificate. */
export function AreaProof({ generation }: { generation: number }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data: certificate } = useQuery(certificateQuery(generation));
  if (!certificate) return null;
  return (
    <>
      <button
        type="button"
        className="proof-strip"
        title={t('proof.open', { generation })}
        onClick={() => setOpen(true)}
      >
        <CheckCircleFilled />
        <span>{t('proof.proven')}</span>
        <code>{certificate.sha256.slice(0, 8)}</code>
      </button>
      <CertificateDrawer generation={generation} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
