import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { StreetNetwork } from '../../../../server/core/coverage/streetPath.ts';
import { toUnits } from '../../../../server/core/geometry/lattice.ts';
import { basemapQuery } from '../../../api/coverage.ts';

/** The streets and rivers of the stored layers as a network; null where there are none. */
export function useStreets(): StreetNetwork | null {
  const { data } = useQuery(basemapQuery);
  return useMemo(() => {
    const lines = (data?.features ?? []).flatMap(({ geometry }): GeoJSON.Position[][] => {
      if (geometry.type === 'LineString') return [geometry.coordinates];
      return geometry.type === 'MultiLineString' ? geometry.coordinates : [];
    });
    if (lines.length === 0) return null;
    return new StreetNetwork(lines.map((line) => line.flatMap(([lng = 0, lat = 0]) => [toUnits(lng), toUnits(lat)])));
  }, [data]);
}
