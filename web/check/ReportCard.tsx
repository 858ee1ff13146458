import {
  CheckCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  FileOutlined,
  RedoOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CheckedFile } from '../../server/core/coverage/intake/schemas.ts';
import type { ValidationReport } from '../../server/core/coverage/schemas.ts';
import type { Checked, CheckRequest } from '../api/checkFile.ts';
import { FileChips } from '../ui/FileChips.tsx';
import { FileNotes } from '../ui/FileNotes.tsx';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { FaultList } from './FaultList.tsx';
import { OutlineChip } from './OutlineChip.tsx';

interface ReportCardProps {
  checked: Checked;
  /** The file and how it was read: sent again with whatever is changed. */
  request: CheckRequest;
  outlineKnown: boolean;
  /** True while it is read anew. */
  isPending: boolean;
  /** Why it could not be read anew. */
  error: Error | null;
  selected: number | undefined;
  onSelect: (index: number) => void;
  onChange: (request: CheckRequest) => void;
  onAgain: () => void;
}

/** How the file was read, changeable; the verdict, large; what was left out; the counts; and everything that was found. */
export function ReportCard(props: ReportCardProps) {
  const { checked, request, outlineKnown, isPending, error, selected, onSelect, onChange, onAgain } = props;
  const { t } = useTranslation('check');
  const { report, fileName } = checked;
  return (
    <section
      className="floating-card report-card"
      aria-live="polite"
      aria-busy={isPending}
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
        <FileChips file={report.file} reading={request} onChange={(reading) => onChange({ ...request, ...reading })}>
          <OutlineChip
            parent={request.parent}
            outlineKnown={outlineKnown}
            onChange={(parent) => onChange({ ...request, parent })}
          />
        </FileChips>
        {isPending && <p role="status">{t('fileChip.again')}</p>}
        {error && !isPending && <ProblemNotice error={error} />}
      </header>
      <div className="report-body">
        <Verdict report={report} compared={request.parent !== undefined} />
        <FileNotes notes={report.notes} assumed={request.crs} onCrs={(crs) => onChange({ ...request, crs })} />
        <Counts counts={report.counts} />
        {report.faults.length > 0 && <FaultList report={report} selected={selected} onSelect={onSelect} />}
      </div>
    </section>
  );
}

function Verdict({ report, compared }: { report: CheckedFile; compared: boolean }) {
  const { t } = useTranslation('check');
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
        <strong>
          {problems > 0
            ? t('check.problems', { count: problems, formatted: formats.count(problems) + more })
            : t('fileReading.incomplete')}
        </strong>
        {warningText && <p>{warningText}</p>}
      </div>
    </div>
  );
}

const COUNTED = ['gaps', 'overlaps', 'grids', 'vertices'] as const;

function Counts({ counts }: { counts: ValidationReport['counts'] }) {
  const { t } = useTranslation('check');
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
