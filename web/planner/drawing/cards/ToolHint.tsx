import { StopOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { ToolView } from '../tools/tool.ts';
import type { ToolName } from '../tools/useTool.ts';
import { useRefusalWords } from './useRefusalWords.ts';

/** One line that says what the tool wants next, or in red why it cannot be. */
export function ToolHint({ name, view: { refusal, isReady, isBusy } }: { name: ToolName; view: ToolView }) {
  const { t } = useTranslation('planner');
  const words = useRefusalWords();
  if (refusal) {
    return (
      <p className="tool-hint refused" role="alert" data-testid="refusal">
        <StopOutlined /> {words(refusal)}
      </p>
    );
  }
  return (
    <p className="tool-hint" data-testid="hint">
      {name === 'merge' && isBusy && !isReady
        ? t('drawing.oneMore')
        : t(`drawing.${isReady ? 'ready' : 'hint'}.${name}`)}
    </p>
  );
}
