import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { lookupQuery } from '../api/lookup.ts';
import { WardenList } from '../ui/WardenList.tsx';

/** Who answers for a grid, as the lookup of a spot inside it says. */
export function WardensHere({
  lng,
  lat,
  at,
  code,
}: {
  lng: number;
  lat: number;
  at: string | undefined;
  code: string;
}) {
  const { t } = useTranslation('onemap');
  const { data } = useQuery(lookupQuery({ lng: round(lng), lat: round(lat), ...(at ? { at } : {}) }));
  if (data?.grid.code !== code) return null;
  return (
    <section className="area-section">
      <h3>{t('areaCard.wardens')}</h3>
      <WardenList wardens={data.wardens} />
    </section>
  );
}

/** To the lattice, as every position is stored. */
const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
