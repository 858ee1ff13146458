import type { Layer } from '@deck.gl/core';
import { PathLayer, PolygonLayer } from '@deck.gl/layers';
import { differenceColours, rgba } from '../../ui/tokens.ts';
import type { DifferingArea } from '../scene.ts';
import { polygonsOf } from './shapes.ts';

interface DifferingPiece {
  kind: DifferingArea['kind'];
  rings: number[][][];
}

/** Areas that differ, over the others: what kind of difference it is, the colour says here and the words in the list. */
export function differenceLayers(areas: readonly DifferingArea[]): Layer[] {
  const pieces = areas.flatMap(({ kind, geometry }) =>
    polygonsOf(geometry).map((rings): DifferingPiece => ({ kind, rings: rings as number[][][] })),
  );
  const rings = pieces.flatMap(({ kind, rings: each }) => each.map((ring) => ({ kind, ring })));
  const always = { depthCompare: 'always' } as const;
  return [
    new PolygonLayer<DifferingPiece>({
      id: 'differing-fill',
      data: pieces,
      getPolygon: (piece) => piece.rings,
      stroked: false,
      getFillColor: ({ kind }) => rgba(differenceColours[kind], 0.38),
      parameters: always,
    }),
    new PathLayer<(typeof rings)[number]>({
      id: 'differing-line',
      data: rings,
      getPath: ({ ring }) => ring as [number, number][],
      getColor: ({ kind }) => rgba(differenceColours[kind]),
      getWidth: 2.4,
      widthUnits: 'pixels',
      jointRounded: true,
      capRounded: true,
      parameters: always,
    }),
  ];
}
