import { RightOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { AreaProperties } from '../../server/core/coverage/schemas.ts';
import { useFormats } from '../ui/formats.ts';
import { UnitSwatch } from '../ui/UnitSwatch.tsx';

interface UnitRowProps {
  unit: AreaProperties;
  grids: readonly AreaProperties[];
  open: boolean;
  selected: string | undefined;
  onToggle: () => void;
  onSelect: (code: string) => void;
}

/** A unit with its count and area; opened, its grids. */
export function UnitRow({ unit, grids, open, selected, onToggle, onSelect }: UnitRowProps) {
  const { t } = useTranslation('onemap');
  const formats = useFormats();
  return (
    <li>
      <div className={selected === unit.code ? 'unit-row selected' : 'unit-row'}>
        <button
          type="button"
          className="icon-button unit-toggle"
          aria-expanded={open}
          aria-label={t(open ? 'one.collapse' : 'one.expand', { name: unit.name })}
          onClick={onToggle}
        >
          <RightOutlined rotate={open ? 90 : 0} />
        </button>
        <button type="button" className="unit-name" onClick={() => onSelect(unit.code)}>
          <span>
            <UnitSwatch code={unit.code} />
            <strong>{unit.name}</strong> <span className="soft">{unit.code}</span>
          </span>
          <span className="unit-figures">
            {t('areaCard.gridCount', { count: grids.length, formatted: formats.count(grids.length) })}
            <span className="soft">{formats.area(unit.areaSquareMetres)}</span>
          </span>
        </button>
      </div>
      {open && (
        <ul className="grid-list">
          {grids.map(({ code, name }) => (
            <li key={code}>
              <button type="button" className={selected === code ? 'selected' : ''} onClick={() => onSelect(code)}>
                <strong>{code}</strong> {name}
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
