import type { Layer } from '@deck.gl/core';
import { PathLayer, PolygonLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import { FONT_FAMILY } from '../../ui/theme.ts';
import { rgba, tokens } from '../../ui/tokens.ts';
import type { DraftAreas, Sketch, Tone } from '../scene.ts';
import { anchorOf, polygonsOf } from './shapes.ts';

const COLOURS: Readonly<Record<Tone, string>> = {
  good: tokens.primary,
  bad: tokens.fault,
  open: tokens.inkSoft,
  mark: tokens.primary,
};
const FILLS: Readonly<Record<Tone, number>> = { good: 0.2, bad: 0.3, open: 0.12, mark: 0.26 };

interface Part {
  rings: number[][][];
  tone: Tone;
}
interface Line {
  path: number[][];
  tone: Tone;
  width: number;
}
type Corner = NonNullable<Sketch['corners']>[number];

const always = { depthCompare: 'always' } as const;

/** What a tool draws: grids as they would be, lines, chosen areas and corners, above everything else. */
export function sketchLayers(draft: DraftAreas | undefined, sketch: Sketch | undefined): Layer[] {
  if (!draft && !sketch) return [];
  const parts: Part[] = [
    ...(draft?.areas ?? []).map(({ geometry }) => ({ geometry, tone: draft?.tone ?? 'open' })),
    ...(sketch?.areas ?? []),
  ].flatMap(({ geometry, tone }) => polygonsOf(geometry).map((rings) => ({ rings: rings as number[][][], tone })));
  const borders = parts.flatMap(({ rings, tone }) =>
    rings.map((path): Line => ({ path, tone, width: tone === 'bad' ? 3.4 : 2.4 })),
  );
  const lines = (sketch?.lines ?? []).map(
    ({ path, tone, width = 3 }): Line => ({ path: path as unknown as number[][], tone, width }),
  );
  return [
    fillLayer(parts),
    lineLayer('sketch-borders', borders),
    lineLayer('sketch-lines', lines),
    ...labelLayer(draft),
    cornerLayer(sketch),
  ];
}

const fillLayer = (parts: readonly Part[]): Layer =>
  new PolygonLayer<Part>({
    id: 'sketch-fill',
    data: parts,
    getPolygon: ({ rings }) => rings,
    stroked: false,
    getFillColor: ({ tone }) => rgba(COLOURS[tone], FILLS[tone]),
    parameters: always,
  });

const lineLayer = (id: string, lines: readonly Line[]): Layer =>
  new PathLayer<Line>({
    id,
    data: lines,
    getPath: ({ path }) => path as [number, number][],
    getColor: ({ tone }) => rgba(COLOURS[tone]),
    getWidth: ({ width }) => width,
    widthUnits: 'pixels',
    jointRounded: true,
    capRounded: true,
    parameters: always,
  });

const RADII: Readonly<Record<Corner['kind'], number>> = { corner: 4.5, new: 5, held: 7, snap: 6 };

const cornerLayer = (sketch: Sketch | undefined): Layer =>
  new ScatterplotLayer<Corner>({
    id: 'sketch-corners',
    data: sketch?.corners ?? [],
    getPosition: ({ at }) => [at[0], at[1]],
    getRadius: ({ kind }) => RADII[kind],
    radiusUnits: 'pixels',
    getFillColor: ({ kind, tone }) =>
      kind === 'held' ? rgba(COLOURS[tone ?? 'good']) : kind === 'snap' ? rgba('#FFFFFF', 0) : rgba('#FFFFFF'),
    stroked: true,
    getLineColor: ({ kind, tone }) => (kind === 'held' ? [255, 255, 255] : rgba(COLOURS[tone ?? 'good'])),
    getLineWidth: 2.2,
    lineWidthUnits: 'pixels',
    parameters: always,
  });

/** The codes of drafted grids, where they will stand. */
function labelLayer(draft: DraftAreas | undefined): Layer[] {
  const labels = (draft?.areas ?? []).flatMap(({ label, geometry }) => {
    const at = label === undefined ? undefined : anchorOf(geometry);
    return at ? [{ at, text: label ?? '' }] : [];
  });
  // A text layer without a character has no glyph atlas, and WebGL complains about it.
  if (labels.length === 0) return [];
  return [
    new TextLayer<(typeof labels)[number]>({
      id: 'sketch-labels',
      data: labels,
      getPosition: ({ at }) => at,
      getText: ({ text }) => text,
      getSize: 14,
      getColor: rgba('#1448CC'),
      fontFamily: FONT_FAMILY,
      fontWeight: 700,
      characterSet: '0123456789',
      fontSettings: { sdf: true, fontSize: 64, buffer: 12, radius: 16, smoothing: 0.12 },
      outlineColor: [255, 255, 255, 240],
      outlineWidth: 0.8,
      parameters: always,
    }),
  ];
}
