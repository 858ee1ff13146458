import type { Layer } from '@deck.gl/core';
import { PathLayer, PolygonLayer } from '@deck.gl/layers';
import { rgba, tokens, unitColour } from '../../ui/tokens.ts';
import type { LeveledAreas, Scene } from '../scene.ts';
import { type Outline, outlinesOf, type Piece, piecesOf } from './shapes.ts';

const FILL = 0.13;
const FILL_HOVERED = 0.24;
const FILL_SELECTED = 0.34;

/** The areas of a generation, cut into what deck.gl draws; made once per generation. */
export interface DrawnAreas {
  pieces: Readonly<Record<keyof LeveledAreas, Piece[]>>;
  outlines: Readonly<Record<keyof LeveledAreas, Outline[]>>;
}

export function drawnAreas(areas: LeveledAreas): DrawnAreas {
  const pieces = { grid: piecesOf(areas.grid), unit: piecesOf(areas.unit), district: piecesOf(areas.district) };
  return {
    pieces,
    outlines: { grid: outlinesOf(pieces.grid), unit: outlinesOf(pieces.unit), district: outlinesOf(pieces.district) },
  };
}

const ink = rgba(tokens.ink);

const NOTHING: [number, number, number, number] = [0, 0, 0, 0];

function outline(
  id: string,
  data: readonly Outline[],
  widthPixels: number,
  colour: [number, number, number, number],
  hidden?: ReadonlySet<string>,
): Layer {
  return new PathLayer<Outline>({
    id,
    data,
    getPath: (ring) => ring.path,
    // Hidden by its colour: the geometry stays where it is on the card, so that a drag costs no rebuilding.
    getColor: hidden ? ({ code }) => (hidden.has(code) ? NOTHING : colour) : colour,
    updateTriggers: { getColor: hidden },
    getWidth: widthPixels,
    widthUnits: 'pixels',
    jointRounded: true,
    capRounded: true,
    parameters: { depthCompare: 'always' },
  });
}

/** What of a scene the areas' looks hang on. */
interface DrawnScene extends Pick<Scene, 'level' | 'selected' | 'checked'> {
  hidden: ReadonlySet<string> | undefined;
  /** A tool has the pointer. */
  isHandled: boolean;
}

/** Fills and outlines of the three levels; the finer the level, the thinner its line. */
export function areaLayers(drawn: DrawnAreas, scene: DrawnScene, hovered: string | undefined): Layer[] {
  const { level, selected, hidden } = scene;
  const fill = new PolygonLayer<Piece>({
    id: `fill-${level}`,
    data: drawn.pieces[level],
    getPolygon: (piece) => piece.rings as number[][][],
    stroked: false,
    filled: true,
    // A tool knows by itself what lies under the pointer.
    pickable: !scene.isHandled,
    getFillColor: ({ code }) => {
      if (hidden?.has(code)) return NOTHING;
      const colour = level === 'district' ? tokens.primary : unitColour(code);
      if (code === selected) return rgba(colour, FILL_SELECTED);
      return rgba(colour, code === hovered ? FILL_HOVERED : FILL);
    },
    updateTriggers: { getFillColor: [selected, hovered, level, hidden] },
    parameters: { depthCompare: 'always' },
  });
  // Over a checked file only the outline it was compared with is drawn.
  const layers: Layer[] = scene.checked ? [] : [fill];
  if (level === 'grid') layers.push(outline('line-grid', drawn.outlines.grid, 1.4, rgba('#3B4B5E', 0.85), hidden));
  if (level !== 'district') layers.push(outline('line-unit', drawn.outlines.unit, 3, rgba(tokens.ink, 0.92)));
  layers.push(outline('line-district', drawn.outlines.district, 4, ink));
  if (selected && !hidden?.has(selected)) {
    const rings = drawn.outlines[level].filter((ring) => ring.code === selected);
    layers.push(
      outline('selected-casing', rings, 7, rgba('#FFFFFF')),
      outline('selected', rings, 3.5, rgba(tokens.primary)),
    );
  }
  return layers;
}
