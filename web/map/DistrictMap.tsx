import { Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { MapControls } from './MapControls.tsx';
import './map.css';
import type { Bounds, Scene } from './scene.ts';
import { useBasemap } from './useBasemap.ts';
import { useCamera } from './useCamera.ts';
import { useCameraReadout } from './useCameraReadout.ts';
import { useDrawing } from './useDrawing.ts';
import { useFormerBorders } from './useFormerBorders.ts';
import { useLayers } from './useLayers.ts';
import { useCanvasName, useMapView } from './useMapView.ts';
import { usePointer } from './usePointer.ts';

/**
 * The map. It draws whatever scene a page describes. What it shows can be read from its data attributes (zoom, bounds,
 * selection, counts): a canvas says nothing to a screen reader or a test.
 */
export function DistrictMap({ scene, home }: { scene: Scene; home: Bounds | undefined }) {
  const { t } = useTranslation();
  const [attach, created] = useMapView();
  const view = created === 'failed' ? undefined : created;
  useCanvasName(view, t('map.label'));
  useBasemap(view);
  useFormerBorders(view, scene.former);
  useCamera(view?.map, scene, home);
  usePointer(view, scene.gesture);
  useDrawing(view, scene.gesture);
  const { labelCount, hovered } = useLayers(view, scene);
  const camera = useCameraReadout(view?.map);

  const under = scene.areas?.[scene.level].find(({ properties }) => properties.code === hovered)?.properties;

  return (
    <section
      className="map-stage"
      aria-label={t('map.label')}
      data-testid="map"
      data-ready={view && (scene.areas || scene.checked) ? 'true' : 'false'}
      data-zoom={camera?.zoom}
      data-bounds={camera?.bounds}
      data-moving={camera?.moving}
      data-level={scene.level}
      data-grids={scene.areas?.grid.length ?? 0}
      data-labels={labelCount}
      data-selected={scene.selected ?? ''}
      data-hovered={hovered ?? ''}
      data-differing={scene.differing?.length ?? 0}
      data-former={scene.former?.length ?? 0}
      data-passages={scene.passages?.length ?? 0}
      data-lit-passage={scene.litPassage ?? ''}
      data-draft={scene.draft?.tone ?? ''}
      data-drafted={scene.draft?.areas.map(({ code }) => code).join(' ') ?? ''}
      data-corners={scene.sketch?.corners?.length ?? 0}
      data-pins={scene.pins?.length ?? 0}
      data-faults={scene.faults?.length ?? 0}
      data-selected-fault={scene.selectedFault ?? ''}
    >
      <div ref={attach} className="map-canvas" />
      {created === 'failed' && <p className="map-notice">{t('map.noWebgl')}</p>}
      {!created && (
        <div className="map-notice">
          <Spin /> <span>{t('map.drawing')}</span>
        </div>
      )}
      {view && <MapControls view={view} home={home} covered={scene.covered} under={under} />}
    </section>
  );
}
