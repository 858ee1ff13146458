import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef, Select } from 'antd';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unitOf } from '../../../../server/core/codes/codes.ts';
import type { Change } from '../../../../server/core/coverage/change.ts';
import type { Grid } from '../../../../server/core/coverage/model.ts';
import { AreaReader } from '../../../../server/core/geometry/geoJson.ts';
import { compactness } from '../../../../server/core/plans/compactness.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { usePublishedAreas } from '../../../map/usePublishedAreas.ts';
import { FloatingCard } from '../../../ui/FloatingCard.tsx';
import { useFormats } from '../../../ui/formats.ts';
import type { Figures, GridFigures } from '../figures/figures.ts';
import type { Refusal } from '../session/trial.ts';
import type { OpenEditSession } from '../session/useEditSession.ts';
import { Difference } from './Difference.tsx';
import { useRefusalWords } from './useRefusalWords.ts';

interface GridCardProps {
  grid: Grid;
  plan: PlanDetail;
  open: OpenEditSession;
  change: Change | undefined;
  figures: Figures | undefined;
  mayEdit: boolean;
  /** Counts the times somebody asked to name the grid. */
  namings: number;
  onSelect: (code: string | undefined) => void;
}

/** The selected grid: its name and unit, which can be changed here, and what the plan makes of it against the published one. */
export function GridCard({ grid, plan, open, change, figures, mayEdit, namings, onSelect }: GridCardProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const mine = mayEdit && !open.session.isBeyond(grid.code);
  const under = change?.put.find(({ code }) => code === grid.code)?.area ?? grid.area;
  const published = usePublishedFigures(plan, grid.code, figures);
  const now = figures?.of(under);
  const staff = open.frame.staff[grid.code] ?? 0;
  return (
    <FloatingCard
      title={<GridTitle code={grid.code} isNew={published === null} />}
      className="grid-card"
      extra={
        <button
          type="button"
          className="icon-button"
          aria-label={t('areaCard.close')}
          onClick={() => onSelect(undefined)}
        >
          <CloseOutlined />
        </button>
      }
    >
      <div data-testid="grid-card" data-code={grid.code}>
        {mine ? (
          <Editable grid={grid} open={open} namings={namings} onSelect={onSelect} />
        ) : (
          <p className="grid-card-name">{grid.name}</p>
        )}
        {mayEdit && !mine && <p className="soft">{t('drawing.grid.beyond')}</p>}
        <dl className="facts">
          {now &&
            figures
              ?.measuresOf(grid.code)
              .map((measure) => <Fact key={measure} measure={measure} now={now} before={published ?? undefined} />)}
          <dt>{t('impact.compactness')}</dt>
          <dd>{compactness(under).toFixed(2)}</dd>
          <dt>{t('impact.staff')}</dt>
          <dd className={staff === 0 ? 'warned' : ''}>{formats.count(staff)}</dd>
        </dl>
      </div>
    </FloatingCard>
  );
}

function GridTitle({ code, isNew }: { code: string; isNew: boolean }) {
  const { t } = useTranslation('planner');
  return (
    <span className="grid-card-title">
      <span className="grid-card-code">{code}</span>
      {isNew && <span className="grid-card-new">{t('drawing.balance.new')}</span>}
    </span>
  );
}

function Fact({
  measure,
  now,
  before,
}: {
  measure: keyof GridFigures;
  now: GridFigures;
  before: GridFigures | undefined;
}) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const value = now[measure];
  return (
    <>
      <dt>{t(`drawing.balance.${measure}`)}</dt>
      <dd>
        {before && <Difference value={value - before[measure]} measure={measure} />}{' '}
        {measure === 'area' ? formats.area(value) : formats.count(value)}
      </dd>
    </>
  );
}

/** The figures of the grid in the version the plan started from; null where it is not there, undefined while that is not known. */
function usePublishedFigures(plan: PlanDetail, code: string, figures: Figures | undefined) {
  const edition = useMemo(() => ({ generation: plan.baseGeneration }), [plan.baseGeneration]);
  const { areas } = usePublishedAreas(edition);
  return useMemo(() => {
    if (!areas || !figures) return undefined;
    const geometry = areas.grid.find(({ id }) => id === code)?.geometry;
    const area = geometry && new AreaReader().read(geometry, '');
    return area ? figures.of(area) : null;
  }, [areas, figures, code]);
}

type EditableProps = Pick<GridCardProps, 'grid' | 'open' | 'namings' | 'onSelect'>;

const Editable = memo(function Editable({ grid, open: { session }, namings, onSelect }: EditableProps) {
  const { t } = useTranslation('planner');
  const words = useRefusalWords();
  const [refusal, setRefusal] = useState<Refusal>();
  const units = [...session.ground.units.values()].filter(
    ({ code }) => code === unitOf(grid.code) || !session.isBeyond(`${code}00`),
  );
  const assign = (unit: string) => {
    const trial = session.apply({ op: 'assignUnit', grid: grid.code, unit });
    setRefusal(trial.refusal);
    const moved = trial.change?.put.find(({ code }) => unitOf(code) === unit);
    if (moved) onSelect(moved.code);
  };
  return (
    <div className="grid-card-fields">
      <NameField key={grid.name} grid={grid} session={session} namings={namings} onRefusal={setRefusal} />
      {units.length > 1 && (
        <Select
          aria-label={t('drawing.grid.unit')}
          value={unitOf(grid.code)}
          onChange={assign}
          options={units.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
        />
      )}
      {refusal && (
        <p className="tool-hint refused" role="alert">
          {words(refusal)}
        </p>
      )}
    </div>
  );
});

interface NameFieldProps {
  grid: Grid;
  session: OpenEditSession['session'];
  namings: number;
  onRefusal: (refusal: Refusal | undefined) => void;
}

function NameField({ grid, session, namings, onRefusal }: NameFieldProps) {
  const { t } = useTranslation('planner');
  const [name, setName] = useState(grid.name);
  const field = useRef<InputRef>(null);
  const asked = useRef(namings);
  useEffect(() => {
    if (namings !== asked.current) field.current?.focus({ cursor: 'all' });
    asked.current = namings;
  }, [namings]);
  const rename = () => {
    const wanted = name.trim();
    if (wanted !== '' && wanted !== grid.name)
      onRefusal(session.apply({ op: 'rename', grid: grid.code, name: wanted }).refusal);
  };
  const isChanged = name.trim() !== '' && name.trim() !== grid.name;
  return (
    <div className="grid-card-naming">
      <Input
        ref={field}
        aria-label={t('drawing.grid.name')}
        value={name}
        maxLength={100}
        onChange={({ target }) => setName(target.value)}
        onPressEnter={rename}
        onKeyDown={({ key }) => {
          if (key === 'Escape') setName(grid.name);
        }}
      />
      {isChanged && (
        <Button type="primary" onClick={rename}>
          {t('drawing.grid.rename')}
        </Button>
      )}
    </div>
  );
}
