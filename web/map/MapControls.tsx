import { CompressOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NamedCode } from '../../server/core/coverage/schemas.ts';
import { CursorReadout } from './CursorReadout.tsx';
import type { Bounds, Scene } from './scene.ts';
import { showBounds } from './useCamera.ts';
import type { View } from './useMapView.ts';

interface MapControlsProps {
  view: View;
  home: Bounds | undefined;
  covered: Scene['covered'];
  /** The area under the pointer. */
  under: NamedCode | undefined;
}

/** North, zoom, the whole district, and the cursor's coordinates. */
export const MapControls = memo(function MapControls({ view, home, covered, under }: MapControlsProps) {
  const { t } = useTranslation();
  const { map } = view;
  return (
    <div className="map-controls" style={{ right: 16 + (covered?.right ?? 0) }}>
      <CursorReadout map={map} under={under} />
      <div className="map-buttons">
        <span className="map-north" role="img" aria-label={t('map.north')} title={t('map.north')}>
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
            <path d="M12 3 17.5 19 12 15.6Z" fill="#1C2A3A" />
            <path d="M12 3 6.500 19 12 15.6Z" fill="#fff" stroke="#1C2A3A" strokeWidth="1.2" strokeLinejoin="round" />
          </svg>
        </span>
        <Tooltip title={t('map.zoomIn')} placement="left">
          <button type="button" aria-label={t('map.zoomIn')} onClick={() => map.zoomIn()}>
            <PlusOutlined />
          </button>
        </Tooltip>
        <Tooltip title={t('map.zoomOut')} placement="left">
          <button type="button" aria-label={t('map.zoomOut')} onClick={() => map.zoomOut()}>
            <MinusOutlined />
          </button>
        </Tooltip>
        <Tooltip title={t('map.fit')} placement="left">
          <button
            type="button"
            aria-label={t('map.fit')}
            disabled={!home}
            onClick={() => home && showBounds(map, home, covered, { duration: 600 })}
          >
            <CompressOutlined />
          </button>
        </Tooltip>
      </div>
    </div>
  );
});
