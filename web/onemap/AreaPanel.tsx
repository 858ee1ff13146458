import { CloseOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { AreaFeature } from '../api/coverage.ts';
import { anchorOf } from '../map/layers/shapes.ts';
import type { LeveledAreas } from '../map/scene.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { FloatingCard } from '../ui/FloatingCard.tsx';
import { useFormats } from '../ui/formats.ts';
import { UnitSwatch } from '../ui/UnitSwatch.tsx';
import { AreaProof } from './AreaProof.tsx';
import { Neighbours } from './Neighbours.tsx';
import type { MapAddress } from './useMapAddress.ts';
import { WardensHere } from './WardensHere.tsx';

interface AreaPanelProps {
  area: AreaFeature | undefined;
  areas: LeveledAreas;
  generation: number;
  address: MapAddress;
  /** When this held, ISO 8601: undefined for now, null while that is not known. */
  moment: string | undefined | null;
}

/** The selected area: its code large, whose it is, how big, what lies next to it, and the proof it stands in. */
export function AreaPanel({ area, areas, generation, address, moment }: AreaPanelProps) {
  const { t } = useTranslation('onemap');
  const close = (
    <button
      type="button"
      className="icon-button"
      aria-label={t('areaCard.close')}
      onClick={() => address.select(undefined)}
    >
      <CloseOutlined />
    </button>
  );
  if (!area) {
    return (
      <FloatingCard title={t('area.gone', { generation, code: address.code })} extra={close}>
        <p className="soft">{t('area.goneText')}</p>
      </FloatingCard>
    );
  }
  return (
    <FloatingCard title={t(`level.${area.properties.level}`)} extra={close} className="area-panel">
      <div data-testid="area-panel" data-code={area.properties.code}>
        <div className="area-head">
          <span className="code-large">{area.properties.code}</span>
          <CopyButton text={area.properties.code} title={t('areaCard.copyCode')} />
        </div>
        <p className="area-name">{area.properties.name}</p>
        <AreaFacts area={area} areas={areas} generation={generation} onSelect={address.select} />
        <Neighbours area={area} areas={areas} onSelect={address.select} />
        {area.properties.level === 'grid' && moment !== null && <GridWardens area={area} at={moment} />}
        <AreaProof generation={generation} />
      </div>
    </FloatingCard>
  );
}

function GridWardens({ area, at }: { area: AreaFeature; at: string | undefined }) {
  const spot = anchorOf(area.geometry);
  return spot ? <WardensHere lng={spot[0]} lat={spot[1]} at={at} code={area.properties.code} /> : null;
}

function AreaFacts({
  area,
  areas,
  generation,
  onSelect,
}: Omit<AreaPanelProps, 'address' | 'area' | 'moment'> & { area: AreaFeature; onSelect: MapAddress['select'] }) {
  const { t } = useTranslation('onemap');
  const formats = useFormats();
  const { code, level, areaSquareMetres, revision } = area.properties;
  const unit = areas.unit.find(({ properties }) => properties.code === code.slice(0, 4));
  const gridCount = areas.grid.filter(({ properties }) => properties.code.startsWith(code)).length;
  return (
    <dl className="facts">
      {level === 'grid' && unit && (
        <>
          <dt>{t('area.unit')}</dt>
          <dd>
            <button type="button" className="link-button" onClick={() => onSelect(unit.properties.code)}>
              <UnitSwatch code={code} />
              {unit.properties.name} {unit.properties.code}
            </button>
          </dd>
        </>
      )}
      {level !== 'grid' && (
        <>
          <dt>{t('area.grids')}</dt>
          <dd>{formats.count(gridCount)}</dd>
        </>
      )}
      <dt>{t('area.area')}</dt>
      <dd>{formats.area(areaSquareMetres)}</dd>
      <dt>{t('areaCard.generation')}</dt>
      <dd>{t('proof.chip', { generation })}</dd>
      {level === 'grid' && (
        <>
          <dt>{t('area.revision')}</dt>
          <dd>{t('area.revisionText', { count: revision })}</dd>
        </>
      )}
    </dl>
  );
}
