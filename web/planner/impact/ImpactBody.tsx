import { Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { ProofLine } from '../plans/decisions/ChangeCounts.tsx';
import { BalanceBars } from './BalanceBars.tsx';
import { ImpactTable } from './ImpactTable.tsx';
import { MovedLists } from './MovedLists.tsx';
import { PassageSection } from './PassageSection.tsx';
import type { Passages } from './usePassages.ts';

interface ImpactBodyProps {
  impact: Impact;
  passages: Passages;
  selected: string | undefined;
  onSelect: (code: string) => void;
}

/** Everything the impact says, in the order an approver asks: does it hold, which grids, whose ground goes where, who moves, is the load even. */
export function ImpactBody({ impact, passages, selected, onSelect }: ImpactBodyProps) {
  const { t } = useTranslation('planner');
  if (impact.grids.length === 0) {
    return (
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            <strong>{t('impact.emptyTitle')}</strong>
            <p className="soft">{t('impact.emptyText')}</p>
          </>
        }
      />
    );
  }
  return (
    <>
      <ProofLine proof={impact.proof} />
      <section className="impact-section">
        <h2>{t('impact.grids')}</h2>
        <ImpactTable grids={impact.grids} selected={selected} onSelect={onSelect} />
      </section>
      <PassageSection impact={impact} passages={passages} />
      <section className="impact-section">
        <h2>{t('impact.moved')}</h2>
        <MovedLists moved={impact.moved} />
      </section>
      <section className="impact-section">
        <h2>{t('impact.balance')}</h2>
        <p className="soft">{t('impact.balanceHint')}</p>
        <BalanceBars balance={impact.balance} />
      </section>
    </>
  );
}
