import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Summary } from '../../api/coverage.ts';
import { CertificateDrawer } from './CertificateDrawer.tsx';

/** Shown of a hash, as in git. */
const SHORT_HASH = 8;

/** The generation in force and whether it is proven; opens its certificate. */
export function GenerationChip({ coverage }: { coverage: Summary }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { generation, proof } = coverage;
  return (
    <>
      <button
        type="button"
        className={proof.ok ? 'proof-chip' : 'proof-chip broken'}
        title={t('proof.open', { generation })}
        onClick={() => setOpen(true)}
      >
        {proof.ok ? <CheckCircleFilled /> : <WarningFilled />}
        <span>{t('proof.chip', { generation })}</span>
        <span className="proof-chip-words">{proof.ok ? t('proof.proven') : t('proof.unproven')}</span>
        <code>{proof.sha256.slice(0, SHORT_HASH)}</code>
      </button>
      <CertificateDrawer generation={generation} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
