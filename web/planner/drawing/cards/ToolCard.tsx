import {
  AimOutlined,
  BranchesOutlined,
  EditOutlined,
  FunnelPlotOutlined,
  GroupOutlined,
  HighlightOutlined,
  RedoOutlined,
  RetweetOutlined,
  ScissorOutlined,
  SelectOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditSession } from '../session/editSession.ts';
import type { EditSessionView } from '../session/editSessionView.ts';
import { NAMING_KEY } from '../tools/useDrawingKeys.ts';
import { TOOL_NAMES, TOOLS, type ToolInHand, type ToolName } from '../tools/useTool.ts';
import { ToolHint } from './ToolHint.tsx';
import { ToolOptions } from './ToolOptions.tsx';
import { useStepName } from './useStepName.ts';

const ICONS: Readonly<Record<ToolName | 'name', ReactNode>> = {
  select: <SelectOutlined />,
  corner: <AimOutlined />,
  split: <ScissorOutlined />,
  merge: <GroupOutlined />,
  redraw: <HighlightOutlined />,
  street: <BranchesOutlined />,
  transfer: <RetweetOutlined />,
  simplify: <FunnelPlotOutlined />,
  name: <EditOutlined />,
};

interface ToolCardProps {
  name: ToolName;
  inHand: ToolInHand;
  session: EditSession;
  view: EditSessionView;
  hasStreets: boolean;
  onChoose: (name: ToolName | 'name') => void;
}

/** The tools with their keys, what the one in hand wants next, and the way back and forward. */
export function ToolCard({ name, inHand, session, view, hasStreets, onChoose }: ToolCardProps) {
  return (
    <section className="floating-card tool-card" data-testid="tools" data-tool={name}>
      <div className="tool-grid">
        <Toolbar name={name} hasStreets={hasStreets} onChoose={onChoose} />
        <Steps session={session} view={view} />
      </div>
      <ToolHint name={name} view={inHand.view} />
      <ToolOptions name={name} inHand={inHand} hasStreets={hasStreets} />
    </section>
  );
}

const Toolbar = memo(function Toolbar({
  name,
  hasStreets,
  onChoose,
}: Pick<ToolCardProps, 'name' | 'hasStreets' | 'onChoose'>) {
  const { t } = useTranslation('planner');
  const offered = TOOL_NAMES.filter((each) => each !== 'street' || hasStreets);
  return (
    <div className="tool-bar" role="toolbar" aria-label={t('drawing.toolbar')}>
      {[...offered, 'name' as const].map((each) => (
        <button
          key={each}
          type="button"
          className={each === name ? 'tool current' : 'tool'}
          aria-pressed={each === name}
          aria-keyshortcuts={each === 'name' ? NAMING_KEY : TOOLS[each]}
          data-tool={each}
          onClick={() => onChoose(each)}
        >
          <span aria-hidden="true">{ICONS[each]}</span>
          <span className="tool-name">{t(`drawing.tool.${each}`)}</span>
          <kbd>{each === 'name' ? NAMING_KEY : TOOLS[each]}</kbd>
        </button>
      ))}
    </div>
  );
});

const Steps = memo(function Steps({ session, view: { undo, redo } }: Pick<ToolCardProps, 'session' | 'view'>) {
  const { t } = useTranslation('planner');
  const nameOf = useStepName();
  return (
    <div className="steps">
      <Tooltip title={undo ? t('drawing.undoOf', { step: nameOf(undo.op) }) : t('drawing.nothingToUndo')}>
        <Button icon={<UndoOutlined />} disabled={!undo} data-testid="undo" onClick={() => session.undo()}>
          {t('drawing.undo')}
        </Button>
      </Tooltip>
      <Tooltip title={redo ? t('drawing.redoOf', { step: nameOf(redo.op) }) : t('drawing.nothingToRedo')}>
        <Button icon={<RedoOutlined />} disabled={!redo} data-testid="redo" onClick={() => session.redo()}>
          {t('drawing.redo')}
        </Button>
      </Tooltip>
    </div>
  );
});
