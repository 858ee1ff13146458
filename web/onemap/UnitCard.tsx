import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Level } from '../../server/core/coverage/schemas.ts';
import type { AreaFeature } from '../api/coverage.ts';
import type { LeveledAreas } from '../map/scene.ts';
import { FloatingCard } from '../ui/FloatingCard.tsx';
import { useFormats } from '../ui/formats.ts';
import { DayPicker } from './DayPicker.tsx';
import { UnitRow } from './UnitRow.tsx';
import type { MapAddress } from './useMapAddress.ts';

/** The units with their grids: the way through the district without the map. */
export function UnitCard({ areas, address }: { areas: LeveledAreas; address: MapAddress }) {
  const { t } = useTranslation('onemap');
  const formats = useFormats();
  const [opened, setOpened] = useState<string | undefined>();
  const gridsOf = useMemo(() => gridsByUnit(areas.grid), [areas.grid]);
  const total = areas.district.reduce((sum, { properties }) => sum + properties.areaSquareMetres, 0);
  return (
    <FloatingCard title={t('one.units')} foldable className="unit-card">
      <Segmented<Level>
        block
        aria-label={t('one.show')}
        value={address.level}
        onChange={address.showLevel}
        options={(['grid', 'unit', 'district'] as const).map((value) => ({ value, label: t(`level.${value}`) }))}
      />
      <ul className="unit-list">
        {areas.unit.map(({ properties }) => (
          <UnitRow
            key={properties.code}
            unit={properties}
            grids={gridsOf.get(properties.code) ?? []}
            open={opened === properties.code}
            selected={address.code}
            onToggle={() => setOpened(opened === properties.code ? undefined : properties.code)}
            onSelect={address.select}
          />
        ))}
      </ul>
      <p className="unit-total">
        <span>{t('one.total')}</span>
        <span>
          {t('areaCard.gridCount', { count: areas.grid.length, formatted: formats.count(areas.grid.length) })}
        </span>
        <strong>{formats.area(total)}</strong>
      </p>
      <DayPicker address={address} />
    </FloatingCard>
  );
}

function gridsByUnit(grids: readonly AreaFeature[]): Map<string, AreaFeature['properties'][]> {
  const byUnit = new Map<string, AreaFeature['properties'][]>();
  for (const { properties } of grids) {
    const unit = properties.code.slice(0, 4);
    const list = byUnit.get(unit);
    if (list) list.push(properties);
    else byUnit.set(unit, [properties]);
  }
  for (const list of byUnit.values()) list.sort((a, b) => a.code.localeCompare(b.code));
  return byUnit;
}
