import type { Layer } from '@deck.gl/core';
import { PathLayer, PolygonLayer } from '@deck.gl/layers';
import { rgba } from '../../ui/tokens.ts';
import { polygonsOf } from './shapes.ts';

/** The areas of a checked file, drawn neutrally, so that its faults stand out. */
export function checkedLayers(checked: GeoJSON.FeatureCollection): Layer[] {
  const polygons = checked.features.flatMap(({ geometry }) => polygonsOf(geometry) as number[][][][]);
  const always = { depthCompare: 'always' } as const;
  return [
    new PolygonLayer<number[][][]>({
      id: 'checked-fill',
      data: polygons,
      getPolygon: (rings) => rings,
      stroked: false,
      getFillColor: rgba('#3F6EA8', 0.1),
      parameters: always,
    }),
    new PathLayer<[number, number][]>({
      id: 'checked-line',
      data: polygons.flat() as [number, number][][],
      getPath: (ring) => ring,
      getColor: rgba('#3B4B5E', 0.85),
      getWidth: 1.4,
      widthUnits: 'pixels',
      jointRounded: true,
      parameters: always,
    }),
  ];
}
