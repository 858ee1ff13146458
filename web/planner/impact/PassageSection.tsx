import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { useFormats } from '../../ui/formats.ts';
import { GroundAccounts } from './GroundAccounts.tsx';
import { PassageTable } from './PassageTable.tsx';
import { countRoundings } from './passages.ts';
import type { Passages } from './usePassages.ts';

/** The ground that passes: from whom to whom, and grid by grid whether it adds up. */
export function PassageSection({ impact, passages }: { impact: Impact; passages: Passages }) {
  const { t } = useTranslation('planner');
  const { rows } = passages;
  return (
    <section className="impact-section">
      <h2>{t('impact.passages')}</h2>
      {rows.length === 0 ? (
        <p className="soft">{t('impact.passagesNone')}</p>
      ) : (
        <>
          <p className="soft">{t('impact.passagesHint')}</p>
          <PassageTable rows={rows} grids={impact.grids} passages={passages} />
          <details className="moved">
            <summary>
              <strong>{t('impact.accounts')}</strong>
            </summary>
            <GroundAccounts impact={impact} />
          </details>
        </>
      )}
      <RoundingNote impact={impact} />
    </section>
  );
}

/** That borders bent within their rounding, where some did. */
export function RoundingNote({ impact: { passages } }: { impact: Impact }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const count = countRoundings(passages);
  if (count === 0) return null;
  return <p className="soft rounding-note">{t('impact.roundings', { count, formatted: formats.count(count) })}</p>;
}
