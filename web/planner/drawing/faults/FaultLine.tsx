import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import { FaultSign } from '../../../ui/FaultSign.tsx';
import { useFormats } from '../../../ui/formats.ts';

/** So many grids of a fault are named. */
const GRIDS_NAMED = 4;

interface FaultLineProps {
  fault: CoverageFault;
  index: number;
  isChosen: boolean;
  choose: (index: number | undefined) => void;
  /** What stands under the line of the fault that is chosen. */
  children: ReactNode;
}

/** A fault in the list: its kind, its grids and its size; a click goes there and opens the ways to mend it. */
export const FaultLine = memo(function FaultLine({ fault, index, isChosen, choose, children }: FaultLineProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { kind, grids, severity, areaSquareMetres } = fault;
  return (
    <li className={isChosen ? 'current' : ''}>
      <button
        type="button"
        className="fault-line"
        aria-expanded={isChosen}
        onClick={() => choose(isChosen ? undefined : index)}
      >
        <FaultSign kind={kind} severity={severity} />
        <span>
          <strong>{t(`fault.kind.${kind}`)}</strong> {grids.slice(0, GRIDS_NAMED).join(t('common.separator'))}
          {grids.length > GRIDS_NAMED && '…'}
        </span>
        {areaSquareMetres !== undefined && <span className="soft">{formats.area(areaSquareMetres)}</span>}
      </button>
      {children}
    </li>
  );
});
