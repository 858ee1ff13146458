import { useTranslation } from 'react-i18next';
import type { AreaFeature } from '../api/coverage.ts';
import type { LeveledAreas } from '../map/scene.ts';

interface NeighboursProps {
  area: AreaFeature;
  areas: LeveledAreas;
  onSelect: (code: string) => void;
}

/** The areas behind the shared borders, each a way there. */
export function Neighbours({ area, areas, onSelect }: NeighboursProps) {
  const { t } = useTranslation('onemap');
  const { level, neighbours } = area.properties;
  if (level === 'district') return null;
  const nameOf = new Map(areas[level].map(({ properties }) => [properties.code, properties.name]));
  return (
    <section className="area-section">
      <h3>{t('area.neighbours')}</h3>
      {neighbours.length === 0 && <p className="soft">{t('area.noNeighbours', { level: t(`level.${level}`) })}</p>}
      <ul className="neighbours">
        {neighbours.map((code) => (
          <li key={code}>
            <button type="button" onClick={() => onSelect(code)} title={nameOf.get(code)}>
              {code}
              <span>{nameOf.get(code)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
