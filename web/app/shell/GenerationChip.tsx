import { CheckCircleFilled, WarningFilled } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Summary } from '../../api/coverage.ts';
import { CertificateDrawer } from '../../ui/certificate/CertificateDrawer.tsx';
import { OpinionSign, stateOf } from '../../ui/certificate/OpinionSection.tsx';

/** Shown of a hash, as in git. */
const SHORT_HASH = 8;

/** The generation in force, whether it is proven and what PostGIS says of it; opens its certificate. */
export function GenerationChip({ coverage }: { coverage: Summary }) {
  const { t } = useTranslation('app');
  const [open, setOpen] = useState(false);
  const { generation, proof } = coverage;
  const opinion = stateOf(proof.secondOpinion);
  const words = t(proof.ok ? 'proof.proven' : 'proof.offOutline');
  const opinionWords = t(`proof.opinion.${opinion}`);
  const isBroken = !proof.ok || opinion === 'disagrees';
  return (
    <>
      <button
        type="button"
        className={isBroken ? 'proof-chip broken' : 'proof-chip'}
        data-proof={proof.ok ? 'proven' : 'off-outline'}
        data-opinion={opinion}
        title={[t('proof.open', { generation }), words, opinionWords].join(' · ')}
        onClick={() => setOpen(true)}
      >
        {proof.ok ? <CheckCircleFilled /> : <WarningFilled />}
        <span>{t('proof.chip', { generation })}</span>
        <span className="proof-chip-words">{words}</span>
        <span className="proof-chip-opinion">
          <OpinionSign opinion={proof.secondOpinion} />
          <span>{opinionWords}</span>
        </span>
        <code>{proof.sha256.slice(0, SHORT_HASH)}</code>
      </button>
      <CertificateDrawer generation={generation} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
