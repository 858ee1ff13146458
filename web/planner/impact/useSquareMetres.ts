import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/formats.ts';

/** Areas in whole square metres, as books are kept: figures that are added up have one unit. Less than one half is said as it is. */
export function useSquareMetres(): (squareMetres: number) => string {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  return (squareMetres) =>
    Math.abs(squareMetres) < 0.5
      ? formats.area(squareMetres)
      : t('units.squareMetres', { value: formats.count(Math.round(squareMetres)) });
}
