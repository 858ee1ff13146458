import { Select } from 'antd';
import type { MapMouseEvent, Map as MapView } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crs, NamedCode } from '../../server/core/coverage/schemas.ts';
import { DATUMS, useFormats } from '../ui/formats.ts';
import { fromWgs84 } from './datum.ts';

/** The coordinates under the pointer, in the datum the reader chose; those of the map's middle when there is no pointer. */
export function CursorReadout({ map, under }: { map: MapView; under: NamedCode | undefined }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [datum, setDatum] = useState<Crs>('wgs84');
  const [spot, setSpot] = useState(() => map.getCenter());
  useEffect(() => {
    const follow = ({ lngLat }: MapMouseEvent) => setSpot(lngLat);
    map.on('mousemove', follow);
    return () => void map.off('mousemove', follow);
  }, [map]);
  const [lng, lat] = fromWgs84(spot.lng, spot.lat, datum);
  return (
    <div className="map-cursor">
      {under && (
        <span className="map-under">
          <strong>{under.code}</strong> {under.name}
        </span>
      )}
      <Select<Crs>
        size="small"
        variant="borderless"
        aria-label={t('map.datum')}
        value={datum}
        onChange={setDatum}
        popupMatchSelectWidth={false}
        placement="topLeft"
        labelRender={({ value }) => t(`datumShort.${value as Crs}`)}
        options={DATUMS.map((value) => ({ value, label: t(`datum.${value}`) }))}
      />
      <output title={t('map.cursor')}>{formats.coordinates(lng, lat)}</output>
    </div>
  );
}
