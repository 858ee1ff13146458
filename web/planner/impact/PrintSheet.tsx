import { useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';
import type { PlanDetail } from '../../../server/core/plans/schemas.ts';
import type { LeveledAreas } from '../../map/scene.ts';
import { useFormats } from '../../ui/formats.ts';
import { ProofLine } from '../plans/decisions/ChangeCounts.tsx';
import { useScopeName } from '../plans/useScopes.ts';
import { BalanceBars } from './BalanceBars.tsx';
import { GroundAccounts } from './GroundAccounts.tsx';
import { ImpactTable } from './ImpactTable.tsx';
import { MovedTable } from './MovedLists.tsx';
import { RoundingNote } from './PassageSection.tsx';
import { PassageTable } from './PassageTable.tsx';
import { type PassageRow, passageRows } from './passages.ts';
import './print.css';
import { Hatch, SheetMap } from './SheetMap.tsx';
import { changedBounds } from './useImpactScene.ts';

const ENTRIES_PRINTED = 40;
const KINDS = ['created', 'retired', 'changed', 'renamed'] as const;
const SIGNATURES = ['prepared', 'reviewed', 'approved'] as const;

interface PrintSheetProps {
  plan: PlanDetail;
  impact: Impact;
  before: LeveledAreas;
  after: LeveledAreas;
}

/** The page for the approval file: nothing of the screen is printed but this, and it is seen on paper only. */
export function PrintSheet({ plan, impact, before, after }: PrintSheetProps) {
  const { t } = useTranslation('planner');
  const passages = useMemo(() => passageRows(impact.passages), [impact]);
  const bounds = useMemo(() => changedBounds(impact, before, after), [impact, before, after]);
  return createPortal(
    <article className="print-sheet" data-testid="print-sheet">
      <SheetHead plan={plan} impact={impact} />
      {bounds && (
        <div className="sheet-maps">
          <SheetMap areas={before} impact={impact} bounds={bounds} title={t('impact.before')} />
          <SheetMap areas={after} impact={impact} bounds={bounds} title={t('impact.after')} passages={passages} />
        </div>
      )}
      <SheetLegend />
      <h2>{t('impact.grids')}</h2>
      <ImpactTable grids={impact.grids} />
      <SheetPassages impact={impact} rows={passages} />
      <SheetMoved moved={impact.moved} />
      <h2>{t('impact.balance')}</h2>
      <p className="soft">{t('impact.balanceHint')}</p>
      <BalanceBars balance={impact.balance} />
      <Signatures />
    </article>,
    document.body,
  );
}

function SheetHead({ plan, impact }: Pick<PrintSheetProps, 'plan' | 'impact'>) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const scopeName = useScopeName();
  const [made] = useState(() => new Date());
  const facts = [
    [t('impact.sheetPlan'), plan.title],
    [t('impact.sheetScope'), scopeName(plan.scope)],
    [
      t('impact.sheetBase'),
      `${t('proof.chip', { generation: impact.baseGeneration })} · ${t('impact.sheetRevision', { revision: impact.revision })}`,
    ],
    [t('impact.sheetMade'), formats.dateTime(made)],
  ];
  return (
    <header>
      <h1>{t('impact.sheetTitle')}</h1>
      <dl className="sheet-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {plan.note && <p>{plan.note}</p>}
      <ProofLine proof={impact.proof} />
    </header>
  );
}

function SheetLegend() {
  const { t } = useTranslation('planner');
  return (
    <ul className="sheet-legend" aria-label={t('impact.legend')}>
      {KINDS.map((kind) => (
        <li key={kind}>
          <svg width={28} height={16} aria-hidden="true">
            <defs>
              <Hatch id={`legend-${kind}`} kind={kind} />
            </defs>
            <rect width={28} height={16} fill={`url(#legend-${kind})`} stroke="#5B6775" />
          </svg>
          {t(`impact.kind.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

function SheetPassages({ impact, rows }: { impact: Impact; rows: readonly PassageRow[] }) {
  const { t } = useTranslation('planner');
  return (
    <>
      <h2>{t('impact.passages')}</h2>
      {rows.length === 0 ? (
        <p>{t('impact.passagesNone')}</p>
      ) : (
        <>
          <PassageTable rows={rows} grids={impact.grids} />
          <h3>{t('impact.accounts')}</h3>
          <GroundAccounts impact={impact} />
        </>
      )}
      <RoundingNote impact={impact} />
    </>
  );
}

function SheetMoved({ moved }: Pick<Impact, 'moved'>) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const filled = moved.filter(({ total }) => total > 0);
  return (
    <>
      <h2>{t('impact.moved')}</h2>
      {filled.length === 0 && <p>{t('impact.movedNone')}</p>}
      {filled.map(({ ledger, total, entries }) => {
        const more = total - Math.min(entries.length, ENTRIES_PRINTED);
        return (
          <section key={ledger}>
            <h3>{t('impact.movedTotal', { ledger: t(`impact.ledger.${ledger}`), formatted: formats.count(total) })}</h3>
            <MovedTable entries={entries.slice(0, ENTRIES_PRINTED)} />
            {more > 0 && (
              <p className="soft">{t('impact.sheetMore', { count: more, formatted: formats.count(more) })}</p>
            )}
          </section>
        );
      })}
    </>
  );
}

function Signatures() {
  const { t } = useTranslation('planner');
  return (
    <div className="sheet-signatures">
      {SIGNATURES.map((who) => (
        <div key={who}>
          <strong>{t(`impact.${who}`)}</strong>
          <p>{t('impact.signature')}</p>
          <p>{t('impact.signedOn')}</p>
        </div>
      ))}
    </div>
  );
}
