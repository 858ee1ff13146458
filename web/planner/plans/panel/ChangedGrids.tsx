import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { planAreasQuery } from '../../../api/planPages.ts';
import { useFormats } from '../../../ui/formats.ts';
import type { PlanPanelProps } from './planPanelProps.ts';

/** The grids a plan creates, changes and retires; a click goes there. */
export function ChangedGrids({ plan, onShow }: PlanPanelProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { data: areas } = useQuery({
    ...planAreasQuery(plan.id, 'grid', plan.revision),
    enabled: plan.changedGrids.length > 0,
  });
  if (plan.changedGrids.length === 0) return <p className="soft">{t('planPanel.noGrids')}</p>;
  return (
    <ul className="changed-grids">
      {plan.changedGrids.map((code) => {
        const area = areas?.find(({ properties }) => properties.code === code)?.properties;
        return (
          <li key={code}>
            <button type="button" disabled={!onShow} onClick={() => onShow?.({ grid: code })}>
              <strong>{code}</strong> <span>{area?.name}</span>
              <span className="soft">
                {area ? formats.area(area.areaSquareMetres) : areas ? t('planPanel.gone') : ''}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
