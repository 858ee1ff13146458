import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Areas, areasQuery } from '../api/coverage.ts';
import { useFormats } from '../ui/formats.ts';

/** Below this a change of area is no change: areas are told to a tenth of a square metre. */
const NOTICED_SQUARE_METRES = 0.1;

/** How much a grid grew or shrank between two versions, in words. */
export function useAreaChange(from: number, to: number): (code: string) => string {
  const { t } = useTranslation('history');
  const formats = useFormats();
  const { data: older } = useQuery(areasQuery('grid', { generation: from }));
  const { data: newer } = useQuery(areasQuery('grid', { generation: to }));
  const before = useMemo(() => sizesOf(older), [older]);
  const after = useMemo(() => sizesOf(newer), [newer]);
  return (code) => {
    const [was, is] = [before.get(code), after.get(code)];
    if (was === undefined || is === undefined) return '';
    if (Math.abs(is - was) < NOTICED_SQUARE_METRES) return t('history.sameArea');
    const area = formats.area(Math.abs(is - was));
    return is > was ? t('history.bigger', { area }) : t('history.smaller', { area });
  };
}

const sizesOf = (areas: Areas | undefined): Map<string, number> =>
  new Map(areas?.features.map(({ properties: { code, areaSquareMetres } }) => [code, areaSquareMetres]));
