import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { useFormats } from '../../ui/formats.ts';

type Balance = Impact['balance'][number];

/** How evenly the load lies in each unit, before and after: the shorter the bar, the more even. */
export function BalanceBars({ balance }: { balance: Impact['balance'] }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const measured = balance.filter(({ before, after }) => before.mean > 0 || after.mean > 0);
  const longest = Math.max(
    ...measured.flatMap(({ before, after }) => [before, after].map((b) => b.largestDeviation)),
    0.01,
  );
  const units = [...new Set(measured.map(({ unit }) => unit))];
  return units.map((unit) => {
    const lines = measured.filter((line) => line.unit === unit);
    const [first] = lines;
    return (
      <section key={unit} className="balance-unit" data-testid="balance" data-unit={unit}>
        <h3 className="balance-head">
          {first?.name} <span className="soft">{unit}</span>{' '}
          {first && (
            <span className="soft">
              {formats.count(first.before.grids)} →{' '}
              {t('impact.gridCount', { count: first.after.grids, formatted: formats.count(first.after.grids) })}
            </span>
          )}
        </h3>
        {lines.map((line) => (
          <BalanceLine key={line.measure} line={line} longest={longest} />
        ))}
      </section>
    );
  });
}

function BalanceLine({ line: { measure, before, after }, longest }: { line: Balance; longest: number }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const sides = [
    ['before', before],
    ['after', after],
  ] as const;
  return (
    <div className="balance-line">
      <span className="balance-measure">{t(`impact.measure.${measure}`)}</span>
      <div>
        {sides.map(([side, value]) => (
          <div
            key={side}
            className="balance-bar"
            title={`${t('impact.variation')} ${value.coefficientOfVariation.toFixed(3)}`}
          >
            <span className="balance-side">{t(`impact.${side}`)}</span>
            <span className={`bar ${side}`} aria-hidden="true">
              <span style={{ width: `${(value.largestDeviation / longest) * 100}%` }} />
            </span>
            <span className="figure">{formats.percent(value.largestDeviation)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
