import { useId } from 'react';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { anchorOf, polygonsOf } from '../../map/layers/shapes.ts';
import type { Bounds, Difference, LeveledAreas } from '../../map/scene.ts';
import { differenceColours } from '../../ui/tokens.ts';
import type { PassageRow } from './passages.ts';
import { kindsOf } from './useImpactScene.ts';

/** The drawing is so many units wide; the paper scales it. */
const WIDTH = 1000;
const LABEL_SIZE = 26;

const KINDS: readonly Difference[] = ['created', 'retired', 'changed', 'renamed'];
/** Each kind has a hatching of its own, so that a black-and-white print tells them apart. */
const HATCH_DEGREES: Readonly<Record<Difference, number>> = { created: 45, retired: 135, changed: 90, renamed: 0 };

interface SheetMapProps {
  areas: LeveledAreas;
  impact: Impact;
  bounds: Bounds;
  title: string;
  /** Ground that changes hands, numbered as its rows are. */
  passages?: readonly PassageRow[];
}

/** One side of the comparison, drawn for paper from the areas themselves. */
export function SheetMap({ areas, impact, bounds, title, passages = [] }: SheetMapProps) {
  const prefix = useId();
  const [west, south, east, north] = bounds;
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = WIDTH / ((east - west) * narrowing);
  const height = (north - south) * scale;
  const toPaper = ([lng = 0, lat = 0]: readonly number[]): [number, number] => [
    (lng - west) * narrowing * scale,
    (north - lat) * scale,
  ];
  const pathOf = (geometry: GeoJSON.Geometry) =>
    polygonsOf(geometry)
      .flat()
      .map(
        (ring) =>
          `M${ring
            .map((position) =>
              toPaper(position)
                .map((n) => n.toFixed(1))
                .join(' '),
            )
            .join('L')}Z`,
      )
      .join('');
  const kinds = kindsOf(impact);
  return (
    <figure className="sheet-map">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${height.toFixed(1)}`} role="img" aria-label={title}>
        <defs>
          {KINDS.map((kind) => (
            <Hatch key={kind} id={`${prefix}-${kind}`} kind={kind} />
          ))}
        </defs>
        <g fill="none" stroke="#5B6775" strokeWidth={1.6} strokeLinejoin="round">
          {areas.grid.map(({ properties: { code }, geometry }) => {
            const kind = kinds.get(code);
            return (
              <path
                key={code}
                d={pathOf(geometry)}
                fillRule="evenodd"
                fill={kind ? `url(#${prefix}-${kind})` : 'none'}
              />
            );
          })}
          {areas.unit.map(({ properties: { code }, geometry }) => (
            <path key={code} d={pathOf(geometry)} stroke="#1C2A3A" strokeWidth={5} />
          ))}
        </g>
        <g fill="#1C2A3A" fillOpacity={0.12} stroke="#1C2A3A" strokeWidth={2.5} strokeDasharray="8 6">
          {passages.map(({ name, at }) => at && <path key={name} d={pathOf(at)} fillRule="evenodd" />)}
        </g>
        <g className="sheet-labels" fontSize={LABEL_SIZE} textAnchor="middle">
          {areas.grid.map(({ properties: { code }, geometry }) => {
            const spot = anchorOf(geometry);
            if (!spot) return null;
            const [x, y] = toPaper(spot);
            return (
              <text key={code} x={x} y={y} dy="0.35em" className={kinds.has(code) ? 'changed' : ''}>
                {code}
              </text>
            );
          })}
        </g>
        <g className="sheet-numbers" fontSize={LABEL_SIZE - 4} textAnchor="middle">
          {passages.map(({ name, at }, index) => {
            const spot = at && anchorOf(at);
            if (!spot) return null;
            const [x, y] = toPaper(spot);
            return (
              <g key={name} transform={`translate(${x} ${y + LABEL_SIZE * 1.4})`}>
                <circle r={LABEL_SIZE * 0.7} />
                <text dy="0.35em">{index + 1}</text>
              </g>
            );
          })}
        </g>
      </svg>
    </figure>
  );
}

/** The pattern a kind of difference is filled with. */
export function Hatch({ id, kind }: { id: string; kind: Difference }) {
  return (
    <pattern
      id={id}
      width={12}
      height={12}
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${HATCH_DEGREES[kind]})`}
    >
      <rect width={12} height={12} fill={differenceColours[kind]} fillOpacity={0.16} />
      <rect width={3} height={12} fill={differenceColours[kind]} fillOpacity={0.75} />
    </pattern>
  );
}
