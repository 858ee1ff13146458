import { StopOutlined, ToolOutlined } from '@ant-design/icons';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import type { EditSession } from '../session/editSession.ts';
import type { EditSessionView } from '../session/editSessionView.ts';
import { groupedRefusals, type PossibleMend } from './triedMends.ts';
import type { Faults } from './useFaults.ts';
import { useMendWords } from './useMendWords.ts';
import { useTriedMends } from './useTriedMends.ts';

interface MendListProps {
  fault: CoverageFault;
  session: EditSession;
  view: EditSessionView;
  faults: Faults;
}

/** The ways to mend a fault: those that go, each saying who gains or loses how much and shown on the map when pointed at, then those that do not, each saying why. */
export function MendList({ fault, session, view, faults }: MendListProps) {
  const { t } = useTranslation('planner');
  const words = useMendWords();
  const { mends, isTrying } = useTriedMends(session, fault, view.version);
  const possible = mends.filter((mend): mend is PossibleMend => mend.change !== undefined);
  const refused = groupedRefusals(mends).map(words.refused);
  const apply = (mend: PossibleMend) => {
    faults.preview(undefined);
    session.apply(mend.edit);
    faults.choose(undefined);
  };
  return (
    <div className="mends" aria-busy={isTrying}>
      {possible.map((mend) => (
        <Button
          key={JSON.stringify(mend.edit)}
          size="small"
          icon={<ToolOutlined />}
          data-testid="mend"
          onMouseEnter={() => faults.preview(mend.change)}
          onMouseLeave={() => faults.preview(undefined)}
          onFocus={() => faults.preview(mend.change)}
          onBlur={() => faults.preview(undefined)}
          onClick={() => apply(mend)}
        >
          {words.possible(mend)}
        </Button>
      ))}
      {refused.map((text) => (
        <p key={text} className="mend-refused" data-testid="mend-refused">
          <StopOutlined /> {text}
        </p>
      ))}
      {isTrying && <Spin size="small" />}
      {!isTrying && possible.length === 0 && <p className="soft">{t('drawing.mend.byHand')}</p>}
    </div>
  );
}
