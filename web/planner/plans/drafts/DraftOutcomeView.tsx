import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DraftOutcome } from '../../../../server/core/drafting/schemas.ts';
import { useFormats } from '../../../ui/formats.ts';
import { DataTable } from '../../../ui/table/DataTable.tsx';
import type { TableColumn } from '../../../ui/table/tableView.ts';

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

type UnitOutcome = DraftOutcome['units'][number];

function UnitRows({ result }: { result: DraftOutcome }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const columns: TableColumn<UnitOutcome>[] = [
    { key: 'unit', title: t('draft.unit'), value: ({ unit }) => unit },
    { key: 'grids', title: t('draft.grids'), value: ({ grids }) => grids, align: 'right' },
    {
      key: 'largest',
      title: t('draft.largest'),
      value: ({ balance }) => balance.largestDeviation,
      show: ({ balance }) => formats.percent(balance.largestDeviation),
      align: 'right',
    },
    {
      key: 'onLines',
      title: t('draft.onLines'),
      value: ({ shareOfBorderOnLines }) => shareOfBorderOnLines,
      show: ({ shareOfBorderOnLines }) => formats.percent(shareOfBorderOnLines),
      align: 'right',
    },
  ];
  return (
    <DataTable<UnitOutcome>
      name="draft-units"
      size="small"
      columns={columns}
      rows={result.units}
      rowKey={({ unit }) => unit}
      empty={t('table.none')}
    />
  );
}
