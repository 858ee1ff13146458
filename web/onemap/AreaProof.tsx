import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { certificateQuery } from '../api/coverage.ts';
import { CertificateDrawer } from '../ui/certificate/CertificateDrawer.tsx';
import { proofWords, useVerdict } from '../ui/certificate/useVerdict.ts';

/** The proof an area stands in, by the hash of its generation's certificate; opens the certificate. */
export function AreaProof({ generation }: { generation: number }) {
  const { t } = useTranslation('onemap');
  const [open, setOpen] = useState(false);
  const { data: certificate } = useQuery(certificateQuery(generation));
  const words = proofWords(useVerdict(generation));
  if (!certificate) return null;
  return (
    <>
      <button
        type="button"
        className={words === 'proven' ? 'proof-strip' : 'proof-strip broken'}
        title={t('proof.open', { generation })}
        onClick={() => setOpen(true)}
      >
        {words === 'proven' ? <CheckCircleFilled /> : <WarningFilled />}
        <span>{t(words === 'doubted' ? 'proof.opinion.disagrees' : `proof.${words}`)}</span>
        <code>{certificate.sha256.slice(0, 8)}</code>
      </button>
      <CertificateDrawer generation={generation} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
