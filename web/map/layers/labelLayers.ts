import type { Layer } from '@deck.gl/core';
import { TextLayer } from '@deck.gl/layers';
import { FONT_FAMILY } from '../../ui/theme.ts';
import { rgba, tokens } from '../../ui/tokens.ts';
import type { LeveledAreas, Scene } from '../scene.ts';
import { type LabelBox, placeLabels, textWidth } from './placeLabels.ts';
import { anchorOf } from './shapes.ts';

/** From this zoom on a grid's name stands under its code. */
const NAME_ZOOM = 13;
/** Up to this zoom the units are named too, so that one knows where one is. */
const UNIT_NAME_ZOOM = 12.2;
/** From this zoom on a unit's name stands only where it hides no grid's code. */
const CODES_FIRST_ZOOM = 11.25;
const CODE_PIXELS = 13;
const NAME_PIXELS = 12;
const UNIT_PIXELS = 17;
/** Labels are laid out anew every so many zoom levels. */
const ZOOM_STEP = 0.25;

interface AreaLabel {
  code: string;
  name: string;
  level: keyof LeveledAreas;
  lng: number;
  lat: number;
  area: number;
}

interface PlacedLabel extends AreaLabel, LabelBox {
  withName: boolean;
}

/** The labels of all levels with their anchors; made once per generation, since an anchor takes some finding. */
export function areaLabels(areas: LeveledAreas): AreaLabel[] {
  return (['grid', 'unit', 'district'] as const).flatMap((level) =>
    areas[level].flatMap(({ properties, geometry }) => {
      const anchor = anchorOf(geometry);
      if (!anchor) return [];
      const { code, name, areaSquareMetres } = properties;
      return [{ code, name, level, lng: anchor[0], lat: anchor[1], area: areaSquareMetres }];
    }),
  );
}

/** The zoom the labels are laid out for: rounded down, since what fits there fits nearer too. */
export const labelZoom = (zoom: number): number => Math.floor(zoom / ZOOM_STEP) * ZOOM_STEP;

/** The labels that have room at a zoom. The selected one always has. */
export function laidOutLabels(
  labels: readonly AreaLabel[],
  scene: Pick<Scene, 'level' | 'selected'>,
  zoom: number,
): PlacedLabel[] {
  const wanted = labels.filter(
    ({ level }) => level === scene.level || (level === 'unit' && scene.level === 'grid' && zoom < UNIT_NAME_ZOOM),
  );
  return placeLabels(
    wanted.map((label) => boxed(label, scene, zoom)),
    zoom,
  );
}

function boxed(label: AreaLabel, scene: Pick<Scene, 'level' | 'selected'>, zoom: number): PlacedLabel {
  const big = label.level !== 'grid';
  const withName = big || zoom >= NAME_ZOOM || label.code === scene.selected;
  const code = textWidth(label.code, big ? NAME_PIXELS : CODE_PIXELS);
  const name = withName ? textWidth(label.name, big ? UNIT_PIXELS : NAME_PIXELS) : 0;
  return {
    ...label,
    withName,
    widthPixels: Math.max(code, name),
    heightPixels: withName ? CODE_PIXELS + NAME_PIXELS + (big ? 14 : 8) : CODE_PIXELS,
    priority: label.code === scene.selected ? Infinity : label.area + (big ? headStart(zoom) : 0),
  };
}

/** Far away a unit's name comes before the codes in it; near by, every grid has to be named. */
const headStart = (zoom: number): number => (zoom < CODES_FIRST_ZOOM ? 1e15 : -1e15);

interface Line {
  id: string;
  labels: readonly PlacedLabel[];
  text: (label: PlacedLabel) => string;
  pixels: number;
  weight: number;
  offset: (label: PlacedLabel) => [number, number];
  colour: [number, number, number, number];
}

function textLine({ id, labels, text, pixels, weight, offset, colour }: Line): Layer {
  return new TextLayer<PlacedLabel>({
    id,
    data: labels,
    getPosition: ({ lng, lat }) => [lng, lat],
    getText: text,
    getSize: pixels,
    getColor: colour,
    getPixelOffset: offset,
    fontFamily: FONT_FAMILY,
    fontWeight: weight,
    characterSet: 'auto',
    fontSettings: { sdf: true, fontSize: 64, buffer: 12, radius: 16, smoothing: 0.12 },
    outlineColor: [255, 255, 255, 240],
    outlineWidth: 0.8,
    parameters: { depthCompare: 'always' },
  });
}

/** The text layers of placed labels: codes in bold, names under them; units and the district by name first. */
export function labelLayers(labels: readonly PlacedLabel[]): Layer[] {
  const grids = labels.filter(({ level }) => level === 'grid');
  const named = grids.filter(({ withName }) => withName);
  const bigger = labels.filter(({ level }) => level !== 'grid');
  const soft = rgba('#2F3E50');
  const ink = rgba(tokens.ink);
  const lines: Line[] = [
    {
      id: 'label-code',
      labels: grids,
      text: ({ code }) => code,
      pixels: CODE_PIXELS,
      weight: 700,
      offset: ({ withName }) => [0, withName ? -8 : 0],
      colour: ink,
    },
    {
      id: 'label-name',
      labels: named,
      text: ({ name }) => name,
      pixels: NAME_PIXELS,
      weight: 600,
      offset: () => [0, 9],
      colour: soft,
    },
    {
      id: 'label-unit',
      labels: bigger,
      text: ({ name }) => name,
      pixels: UNIT_PIXELS,
      weight: 700,
      offset: () => [0, -8],
      colour: ink,
    },
    {
      id: 'label-unit-code',
      labels: bigger,
      text: ({ code }) => code,
      pixels: NAME_PIXELS,
      weight: 600,
      offset: () => [0, 11],
      colour: soft,
    },
  ];
  // A text layer without a character has no glyph atlas, and WebGL complains about it.
  return lines.filter((line) => line.labels.length > 0).map(textLine);
}
