import { Button, Checkbox, Radio, Slider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MergeTool } from '../tools/mergeTool.ts';
import { FIRST_TOLERANCE_METRES, SimplifyTool } from '../tools/simplifyTool.ts';
import type { ToolInHand, ToolName } from '../tools/useTool.ts';

const MOST_TOLERANCE_METRES = 50;

interface ToolOptionsProps {
  name: ToolName;
  inHand: ToolInHand;
  hasStreets: boolean;
}

/** What the tool in hand can be told besides the pointer, and the buttons for Enter and Escape. */
export function ToolOptions({ name, inHand, hasStreets }: ToolOptionsProps) {
  const { t } = useTranslation('planner');
  const { tool, view } = inHand;
  return (
    <>
      {name === 'split' && hasStreets && <AlongStreets key={name} inHand={inHand} />}
      {tool instanceof MergeTool && (view.chosen?.length ?? 0) > 1 && <Kept tool={tool} chosen={view.chosen ?? []} />}
      {tool instanceof SimplifyTool && view.chosen && <Tolerance tool={tool} />}
      {name !== 'corner' && (view.isReady || view.isBusy) && (
        <div className="tool-answers">
          <Button type="primary" disabled={!view.isReady} data-testid="confirm" onClick={() => tool.confirm()}>
            {t(`drawing.confirm.${name}`)} <kbd>Enter</kbd>
          </Button>
          <Button onClick={() => tool.cancel()}>
            {t('common.cancel')} <kbd>Esc</kbd>
          </Button>
        </div>
      )}
    </>
  );
}

function AlongStreets({ inHand: { tool } }: Pick<ToolOptionsProps, 'inHand'>) {
  const { t } = useTranslation('planner');
  const [isOn, setOn] = useState(false);
  return (
    <Checkbox
      className="along-streets"
      checked={isOn}
      onChange={({ target }) => {
        setOn(target.checked);
        tool.follow(target.checked);
      }}
    >
      {t('drawing.alongStreets')}
    </Checkbox>
  );
}

/** Which of the merged grids keeps its code and name. */
function Kept({ tool, chosen }: { tool: MergeTool; chosen: readonly string[] }) {
  const { t } = useTranslation('planner');
  return (
    <div className="tool-choice">
      <span className="soft">{t('drawing.kept')}</span>
      <Radio.Group
        size="small"
        value={chosen[0]}
        onChange={({ target }) => tool.keep(String(target.value))}
        options={chosen.toSorted().map((code) => ({ value: code, label: code }))}
      />
    </div>
  );
}

function Tolerance({ tool }: { tool: SimplifyTool }) {
  const { t } = useTranslation('planner');
  const [metres, setMetres] = useState(FIRST_TOLERANCE_METRES);
  return (
    <div className="tool-choice">
      <span className="soft">{t('drawing.tolerance', { metres })}</span>
      <Slider
        min={1}
        max={MOST_TOLERANCE_METRES}
        value={metres}
        ariaLabelForHandle={t('drawing.tolerance', { metres })}
        onChange={(next: number) => {
          setMetres(next);
          tool.tolerance(next);
        }}
      />
    </div>
  );
}
