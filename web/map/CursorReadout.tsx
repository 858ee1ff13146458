import { Select } from 'antd';
import type { MapMouseEvent, Map as MapView } from 'maplibre-gl';
import { memo, useEffect, useState } from 'react';
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
      <DatumSelect datum={datum} onChange={setDatum} />
      <output title={t('map.cursor')}>{formats.coordinates(lng, lat)}</output>
    </div>
  );
}

interface DatumSelectProps {
  datum: Crs;
  onChange: (datum: Crs) => void;
}

/** Beside numbers that follow the pointer, this stays as it is. */
const DatumSelect = memo(function DatumSelect({ datum, onChange }: DatumSelectProps) {
  const { t } = useTranslation();
  return (
    <Select<Crs>
      size="small"
      variant="borderless"
      aria-label={t('map.datum')}
      value={datum}
      onChange={onChange}
      popupMatchSelectWidth={false}
      placement="topLeft"
      labelRender={({ value }) => t(`datumShort.${value as Crs}`)}
      options={DATUMS.map((value) => ({ value, label: t(`datum.${value}`) }))}
    />
  );
});
