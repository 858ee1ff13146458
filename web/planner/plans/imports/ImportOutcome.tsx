import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlanImportAnswer } from '../../../../server/core/plans/requests.ts';
import type { PlanImport } from '../../../api/planPages.ts';
import { FileChip, FileChips } from '../../../ui/FileChips.tsx';
import { FileNotes } from '../../../ui/FileNotes.tsx';
import { useFormats } from '../../../ui/formats.ts';

type Order = Omit<PlanImport, 'file'>;

const DIFFERENCES = ['created', 'retired', 'reshaped', 'renamed'] as const;
const LEVELS = ['grid', 'unit'] as const;

interface ImportOutcomeProps {
  answer: PlanImportAnswer;
  /** How the file was taken in. */
  order: Order;
  /** Takes it in otherwise, in the place of this. */
  onChange: (order: Order) => void;
}

/** What became of a file: how it was read, changeable, whether it proves, what it changed and what was left out. */
export function ImportOutcome({ answer, order, onChange }: ImportOutcomeProps) {
  const { t } = useTranslation('planner');
  const { report, difference, edit, file } = answer;
  return (
    <div className="import-flow" data-testid="import-outcome">
      <FileChips
        file={file}
        reading={order}
        canAssign={order.level === 'grid'}
        onChange={(reading) => onChange({ ...order, ...reading })}
      >
        <FileChip
          label={t('fileChip.level')}
          value={t(`takeIn.levels.${order.level}`)}
          chosen={order.level}
          options={LEVELS.map((key) => ({ key, label: t(`takeIn.levels.${key}`) }))}
          onChoose={(level) => onChange({ ...order, level: level === 'unit' ? 'unit' : 'grid' })}
        />
      </FileChips>
      <Outcome report={report} isSame={edit === null} />
      <FileNotes notes={report.fileNotes ?? []} assumed={order.crs} onCrs={(crs) => onChange({ ...order, crs })} />
      {edit && <Differences difference={difference} />}
      {edit && <p className="soft">{t('takeIn.undoable')}</p>}
    </div>
  );
}

function Outcome({ report, isSame }: { report: PlanImportAnswer['report']; isSame: boolean }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const count = report.faults.filter(({ severity }) => severity === 'error').length;
  if (count > 0)
    return <Alert type="warning" showIcon title={t('takeIn.faulty', { count, formatted: formats.count(count) })} />;
  if (!report.ok) return <Alert type="warning" showIcon title={t('fileReading.incomplete')} />;
  if (isSame) return <Alert type="info" showIcon title={t('takeIn.same')} />;
  return <Alert type="success" showIcon title={t('takeIn.clean')} />;
}

function Differences({ difference }: { difference: PlanImportAnswer['difference'] }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  return (
    <dl className="change-counts">
      {DIFFERENCES.map((kind) => (
        <div key={kind}>
          <dt>{t(`takeIn.${kind}`)}</dt>
          <dd>{formats.count(difference[kind].length)}</dd>
        </div>
      ))}
    </dl>
  );
}
