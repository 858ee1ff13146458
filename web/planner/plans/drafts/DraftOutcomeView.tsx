import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DraftOutcome } from '../../../../server/core/drafting/schemas.ts';
import { useFormats } from '../../../ui/formats.ts';

interface DraftOutcomeViewProps {
  result: DraftOutcome;
  onAgain: () => void;
  onClose: () => void;
}

/** What a draft achieved: its balance first, since that is what it was asked for. */
export function DraftOutcomeView({ result, onAgain, onClose }: DraftOutcomeViewProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const facts = [
    ['largest', formats.percent(result.balance.largestDeviation)],
    ['variation', result.balance.coefficientOfVariation.toFixed(3)],
    ['compactness', result.compactness.toFixed(2)],
    ['onLines', formats.percent(result.shareOfBorderOnLines)],
    ['kept', formats.count(result.kept.length)],
    ['created', formats.count(result.created.length)],
    ['removed', formats.count(result.removed.length)],
    ['usedSeed', String(result.seed)],
  ] as const;
  const bound = Math.max(...result.units.map(({ leastDeviation }) => leastDeviation));
  return (
    <div className="draft-outcome" data-testid="draft-outcome">
      <Alert type="success" showIcon title={t('draft.done')} />
      {bound > 0 && (
        <Alert type="warning" showIcon title={t('draft.leastDeviation', { share: formats.percent(bound) })} />
      )}
      <h3>
        {t('draft.achieved')} · {t(`draft.weights.${result.weight}`)}
      </h3>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name} className="fact-row">
            <dt>{t(`draft.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {result.units.length > 1 && <UnitRows result={result} />}
      <div className="draft-outcome-actions">
        <Button onClick={onAgain}>{t('draft.again')}</Button>
        <Button type="primary" onClick={onClose}>
          {t('draft.close')}
        </Button>
      </div>
    </div>
  );
}

function UnitRows({ result }: { result: DraftOutcome }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th>{t('draft.unit')}</th>
          <th>{t('draft.grids')}</th>
          <th>{t('draft.largest')}</th>
          <th>{t('draft.onLines')}</th>
        </tr>
      </thead>
      <tbody>
        {result.units.map(({ unit, grids, balance, shareOfBorderOnLines }) => (
          <tr key={unit}>
            <td>{unit}</td>
            <td>{formats.count(grids)}</td>
            <td>{formats.percent(balance.largestDeviation)}</td>
            <td>{formats.percent(shareOfBorderOnLines)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
