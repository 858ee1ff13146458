import type { Layer } from '@deck.gl/core';
import { PathLayer, PolygonLayer, TextLayer } from '@deck.gl/layers';
import { FONT_FAMILY } from '../../ui/theme.ts';
import { rgba, tokens } from '../../ui/tokens.ts';
import type { DrawnPassage } from '../scene.ts';
import { hasRoom, type LabelBox, textWidth } from './placeLabels.ts';
import { anchorOf, polygonsOf } from './shapes.ts';

const LABEL_PIXELS = 12;
const PADDING = [6, 3] as const;
/** A label stands in the middle of its ground, or below or above what stands there already. */
const OFFSETS = [0, 26, -26, 36, -36];
const LABEL_INK = '#1448CC';
/** So many labels are tried, those of the largest ground first. */
const LABELS_TRIED = 60;

interface Piece {
  passage: string;
  code: string | undefined;
  rings: number[][][];
}

interface PassageLabel extends LabelBox {
  passage: string;
  text: string;
  at: [number, number];
  offset: number;
}

/** The label's box, moved down by so many pixels at a zoom. */
function labelOf({ name, label, geometry }: DrawnPassage, offset: number, zoom: number): PassageLabel | undefined {
  const at = anchorOf(geometry);
  if (!at) return undefined;
  const degreesPerPixel = (360 / (512 * 2 ** zoom)) * Math.cos((at[1] * Math.PI) / 180);
  return {
    passage: name,
    text: label,
    at,
    offset,
    lng: at[0],
    lat: at[1] - offset * degreesPerPixel,
    widthPixels: textWidth(label, LABEL_PIXELS) + 2 * PADDING[0],
    heightPixels: LABEL_PIXELS + 2 * PADDING[1],
    priority: 0,
  };
}

/**
 * The labels of passages that have room at a zoom beside the labels that stand there already, in the order of the passages; the one
 * that is pointed at always has.
 */
export function laidOutPassages(
  passages: readonly DrawnPassage[],
  lit: string | undefined,
  standing: readonly LabelBox[],
  zoom: number,
): PassageLabel[] {
  const placed: PassageLabel[] = [];
  const taken: LabelBox[] = [...standing];
  const tried = passages.filter(({ name }, index) => index < LABELS_TRIED || name === lit);
  for (const passage of tried) {
    const labels = OFFSETS.flatMap((offset) => labelOf(passage, offset, zoom) ?? []);
    const label = labels.find((one) => hasRoom(one, taken, zoom)) ?? (passage.name === lit ? labels[0] : undefined);
    if (!label) continue;
    placed.push(label);
    taken.push(label);
  }
  return placed;
}

const always = { depthCompare: 'always' } as const;

/** Ground that changes hands, tinted over the areas it passes between. */
export function passageLayers(passages: readonly DrawnPassage[], lit: string | undefined): Layer[] {
  if (passages.length === 0) return [];
  const pieces = passages.flatMap(({ name, code, geometry }) =>
    polygonsOf(geometry).map((rings): Piece => ({ passage: name, code, rings: rings as number[][][] })),
  );
  const borders = pieces.flatMap(({ passage, rings }) => rings.map((path) => ({ passage, path })));
  return [
    new PolygonLayer<Piece>({
      id: 'passage-fill',
      data: pieces,
      getPolygon: ({ rings }) => rings,
      stroked: false,
      getFillColor: ({ passage }) => rgba(tokens.primary, passage === lit ? 0.55 : 0.3),
      updateTriggers: { getFillColor: lit },
      pickable: true,
      parameters: always,
    }),
    new PathLayer<(typeof borders)[number]>({
      id: 'passage-border',
      data: borders,
      getPath: ({ path }) => path as [number, number][],
      getColor: rgba(tokens.primary),
      getWidth: ({ passage }) => (passage === lit ? 3.6 : 1.6),
      updateTriggers: { getWidth: lit },
      widthUnits: 'pixels',
      jointRounded: true,
      capRounded: true,
      parameters: always,
    }),
  ];
}

/** From whom to whom ground passes, where it lies; what is pointed at stands over the others. */
export function passageLabelLayers(labels: readonly PassageLabel[], lit: string | undefined): Layer[] {
  // A text layer without a character has no glyph atlas, and WebGL complains about it.
  if (labels.length === 0) return [];
  return [
    new TextLayer<PassageLabel>({
      id: 'passage-label',
      data: labels.toSorted((a, b) => Number(a.passage === lit) - Number(b.passage === lit)),
      getPosition: ({ at }) => at,
      getText: ({ text }) => text,
      getPixelOffset: ({ offset }) => [0, offset],
      getSize: LABEL_PIXELS,
      getColor: ({ passage }) => (passage === lit ? [255, 255, 255] : rgba(LABEL_INK)),
      fontFamily: FONT_FAMILY,
      fontWeight: 700,
      characterSet: 'auto',
      fontSettings: { sdf: true, fontSize: 64, buffer: 12, radius: 16, smoothing: 0.12 },
      background: true,
      getBackgroundColor: ({ passage }) => (passage === lit ? rgba(LABEL_INK) : [255, 255, 255, 235]),
      backgroundPadding: [...PADDING],
      backgroundBorderRadius: 8,
      getBorderColor: rgba(LABEL_INK),
      getBorderWidth: 1,
      updateTriggers: { getColor: lit, getBackgroundColor: lit },
      parameters: always,
    }),
  ];
}
