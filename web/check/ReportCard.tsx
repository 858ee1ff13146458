import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  FileOutlined,
  RedoOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ValidationReport } from '../../server/core/coverage/schemas.ts';
import type { Checked } from '../api/checkFile.ts';
import { useFormats } from '../ui/formats.ts';
import { FaultList } from './FaultList.tsx';

interface ReportCardProps {
  checked: Checked;
  /** True when the file was compared with an outline. */
  compared: boolean;
  selected: number | undefined;
  onSelect: (index: number) => void;
  onAgain: () => void;
}

/** The verdict, large; the counts; and everything that was found. */
export function ReportCard({ checked, compared, selected, onSelect, onAgain }: ReportCardProps) {
  const { t } = useTranslation();
  const { report, fileName } = checked;
  return (
    <section
      className="floating-card report-card"
      aria-live="polite"
      data-testid="report"
      data-ok={report.ok}
      data-faults={report.faults.length}
    >
      <header>
        <p className="report-file">
          <FileOutlined /> <span title={fileName}>{fileName}</span>
          <Button size="small" icon={<RedoOutlined />} onClick={onAgain}>
            {t('check.again')}
          </Button>
        </p>
        <Verdict report={report} compared={compared} />
        <Counts counts={report.counts} />
      </header>
      {report.faults.length > 0 && <FaultList report={report} selected={selected} onSelect={onSelect} />}
    </section>
  );
}

function Verdict({ report, compared }: { report: ValidationReport; compared: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const problems = report.faults.filter(({ severity }) => severity === 'error').length;
  const warnings = report.faults.length - problems;
  const more = report.truncated ? '+' : '';
  const warningText =
    warnings > 0 ? t('check.warnings', { count: warnings, formatted: formats.count(warnings) + more }) : '';
  if (report.ok && warnings > 0) {
    return (
      <div className="verdict warned">
        <ExclamationCircleFilled />
        <div>
          <strong>{warningText}</strong>
          <p>{t('check.okWarnings')}</p>
        </div>
      </div>
    );
  }
  if (report.ok) {
    return (
      <div className="verdict ok">
        <CheckCircleFilled />
        <div>
          <strong>{t('check.ok')}</strong>
          <p>{t(compared ? 'check.okParent' : 'check.okText')}</p>
        </div>
      </div>
    );
  }
  return (
    <div className="verdict broken">
      <CloseCircleFilled />
      <div>
        <strong>{t('check.problems', { count: problems, formatted: formats.count(problems) + more })}</strong>
        {warningText && <p>{warningText}</p>}
      </div>
    </div>
  );
}

const COUNTED = ['gaps', 'overlaps', 'grids', 'vertices'] as const;

function Counts({ counts }: { counts: ValidationReport['counts'] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <dl className="report-counts">
      {COUNTED.map((what) => (
        <div key={what} className={(what === 'gaps' || what === 'overlaps') && counts[what] > 0 ? 'bad' : ''}>
          <dd>{formats.count(counts[what])}</dd>
          <dt>{t(`check.counts.${what}`)}</dt>
        </div>
      ))}
    </dl>
  );
}
