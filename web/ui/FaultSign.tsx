import { useTranslation } from 'react-i18next';
import type { CoverageFault } from '../../server/core/coverage/model.ts';
import './faultSign.css';

/** The sign of a fault in a list, the same that stands at its place on the map; the words beside it say what it is. */
export function FaultSign({ kind, severity }: Pick<CoverageFault, 'kind' | 'severity'>) {
  const { t } = useTranslation();
  return (
    <span className={`fault-sign ${severity}`} aria-hidden="true">
      {t(`fault.sign.${kind}`)}
    </span>
  );
}
