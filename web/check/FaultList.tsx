import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ValidationReport } from '../../server/core/coverage/schemas.ts';
import { FaultSign } from '../ui/FaultSign.tsx';
import { useFormats } from '../ui/formats.ts';

type Fault = ValidationReport['faults'][number];

interface FaultListProps {
  report: ValidationReport;
  selected: number | undefined;
  onSelect: (index: number) => void;
}

/** What was found, one line each, by kind; a click goes there on the map. */
export function FaultList({ report, selected, onSelect }: FaultListProps) {
  const { t } = useTranslation('check');
  const formats = useFormats();
  const [kind, setKind] = useState<Fault['kind']>();
  const kinds = useMemo(() => countByKind(report.faults), [report.faults]);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (selected === undefined) return;
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <>
      <div className="fault-kinds" role="group" aria-label={t('check.list')}>
        <button type="button" aria-pressed={kind === undefined} onClick={() => setKind(undefined)}>
          {t('check.filterAll')} {formats.count(report.faults.length)}
        </button>
        {kinds.map(([each, count]) => (
          <button
            key={each}
            type="button"
            aria-pressed={kind === each}
            onClick={() => setKind(kind === each ? undefined : each)}
          >
            {t(`fault.kind.${each}`)} {formats.count(count)}
          </button>
        ))}
      </div>
      {report.truncated && <p className="answer-note warn">{t('check.truncated', { count: report.faults.length })}</p>}
      <ol className="fault-list" ref={list} data-testid="fault-list">
        {report.faults.map((fault, index) =>
          kind && fault.kind !== kind ? null : (
            <li key={index}>
              <FaultLine fault={fault} current={index === selected} onSelect={() => onSelect(index)} />
            </li>
          ),
        )}
      </ol>
    </>
  );
}

function FaultLine({ fault, current, onSelect }: { fault: Fault; current: boolean; onSelect: () => void }) {
  const { t } = useTranslation('check');
  const formats = useFormats();
  return (
    <button
      type="button"
      // The server's own sentence, with the exact figures.
      title={fault.message}
      className={current ? 'fault-line current' : 'fault-line'}
      aria-current={current}
      onClick={onSelect}
    >
      <FaultSign kind={fault.kind} severity={fault.severity} />
      <span className="fault-words">
        <span className="fault-head">
          <strong>{t(`fault.kind.${fault.kind}`)}</strong>
          {fault.severity === 'warning' && <em>{t('check.severity.warning')}</em>}
          {fault.areaSquareMetres !== undefined && (
            <span className="fault-area">{formats.area(fault.areaSquareMetres)}</span>
          )}
        </span>
        {fault.grids.length > 0 && (
          <span className="fault-grids">
            {t('check.between')} {fault.grids.join(t('common.separator'))}
          </span>
        )}
        <small>{t(`check.explain.${fault.kind}`)}</small>
      </span>
    </button>
  );
}

function countByKind(faults: readonly Fault[]): [Fault['kind'], number][] {
  const counts = new Map<Fault['kind'], number>();
  for (const { kind } of faults) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}
