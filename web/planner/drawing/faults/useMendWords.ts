import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../ui/formats.ts';
import { useRefusalWords } from '../cards/useRefusalWords.ts';
import { mendedGrid, type PossibleMend, type RefusedMends } from './triedMends.ts';

export interface MendWords {
  /** What a mend does, and who gains or loses how much by it. */
  possible: (mend: PossibleMend) => string;
  /** What mends would do, and why they cannot. */
  refused: (mends: RefusedMends) => string;
}

/** Says mends in the reader's language. */
export function useMendWords(): MendWords {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const reasonOf = useRefusalWords();
  return {
    possible: ({ edit, change, gains }) => {
      const own = mendedGrid(edit);
      const amounts = gains.map(({ grid, areaSquareMetres }) => {
        const amount = `${areaSquareMetres < 0 ? '−' : '+'}${formats.area(Math.abs(areaSquareMetres))}`;
        return grid === own ? amount : `${grid} ${amount}`;
      });
      return t('drawing.mend.with', {
        mend: t(`drawing.mend.${change.remove.includes(own) ? 'remove' : edit.op}`, { grid: own }),
        gains: amounts.length > 0 ? amounts.join(t('common.separator')) : t('drawing.mend.noGround'),
      });
    },
    refused: ({ op, grids, refusal }) =>
      t('drawing.mend.not', {
        mend: t(`drawing.mend.${op}`, { grid: grids.join(t('common.separator')) }),
        reason: reasonOf(refusal),
      }),
  };
}
