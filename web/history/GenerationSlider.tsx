import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Slider } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Generation } from '../api/coverage.ts';
import { useFormats } from '../ui/formats.ts';

/** So many versions are named under the line; of more, the ends only. */
const MOST_MARKS = 8;

interface GenerationSliderProps {
  /** Newest first. */
  generations: readonly Generation[];
  shown: number;
  onChange: (generation: number) => void;
}

/** The versions as a line in time, oldest at the left; the map follows while it is dragged. */
export function GenerationSlider({ generations, shown, onChange }: GenerationSliderProps) {
  const { t } = useTranslation('history');
  const formats = useFormats();
  const inOrder = generations.toReversed();
  const place = inOrder.findIndex(({ generation }) => generation === shown);
  const go = (index: number) => {
    const chosen = inOrder[index];
    if (chosen) onChange(chosen.generation);
  };
  const last = inOrder.length - 1;
  const named = inOrder.length <= MOST_MARKS ? inOrder.map((_each, index) => index) : [0, last];
  const marks = Object.fromEntries(named.map((index) => [index, String(inOrder[index]?.generation ?? '')]));
  const current = inOrder[place];
  return (
    <div className="generation-slider" data-testid="generation-slider" data-shown={shown}>
      <Button
        type="text"
        icon={<LeftOutlined />}
        aria-label={t('history.earlier')}
        disabled={place <= 0}
        onClick={() => go(place - 1)}
      />
      <div className="generation-slider-line">
        <p>
          <strong>{t('proof.chip', { generation: shown })}</strong>{' '}
          {current && <span className="soft">{formats.dateTime(current.effectiveAt)}</span>}
        </p>
        <Slider
          min={0}
          max={last}
          value={Math.max(place, 0)}
          marks={marks}
          step={1}
          ariaLabelForHandle={t('history.slider')}
          tooltip={{ open: false }}
          onChange={go}
        />
      </div>
      <Button
        type="text"
        icon={<RightOutlined />}
        aria-label={t('history.later')}
        disabled={place >= last}
        onClick={() => go(place + 1)}
      />
    </div>
  );
}
