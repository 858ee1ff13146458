import type { Layer } from '@deck.gl/core';
import { PathLayer, PolygonLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import { FONT_FAMILY } from '../../ui/theme.ts';
import { rgba, tokens } from '../../ui/tokens.ts';
import { boundsOfOne } from '../bounds.ts';
import type { MapFault } from '../scene.ts';
import { type LabelBox, placeLabels } from './placeLabels.ts';
import { anchorOf, polygonsOf } from './shapes.ts';

interface Placed {
  index: number;
  fault: MapFault;
}

interface Part extends Placed {
  rings: number[][][];
}

interface Line extends Placed {
  path: [number, number][];
}

interface Sign extends Placed {
  position: [number, number];
}

/** The faults of a check, cut into what deck.gl draws; made once per report. */
export interface DrawnFaults {
  parts: Part[];
  lines: Line[];
  signs: Sign[];
}

/** A fault's polygons, their outlines or its own lines, and one sign in its middle, however small it is. */
export function drawnFaults(faults: readonly MapFault[]): DrawnFaults {
  const drawn: DrawnFaults = { parts: [], lines: [], signs: [] };
  faults.forEach((fault, index) => {
    for (const rings of polygonsOf(fault.at)) {
      drawn.parts.push({ index, fault, rings: rings as number[][][] });
      for (const ring of rings) drawn.lines.push({ index, fault, path: ring as [number, number][] });
    }
    for (const path of linesOf(fault.at)) drawn.lines.push({ index, fault, path });
    const position = signPosition(fault.at);
    if (position) drawn.signs.push({ index, fault, position });
  });
  return drawn;
}

/** Inside a polygon, in the middle of anything else. */
function signPosition(geometry: GeoJSON.Geometry): [number, number] | undefined {
  const anchor = anchorOf(geometry);
  if (anchor) return anchor;
  const box = boundsOfOne(geometry);
  return box && [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

const SIGN_PIXELS = 18;

/** The signs that have room at a zoom: errors before warnings, the selected one always. The list beside the map has them all. */
export function signsWithRoom(signs: readonly Sign[], selected: number | undefined, zoom: number): Sign[] {
  const boxes = signs.map((sign): LabelBox & { sign: Sign } => ({
    sign,
    lng: sign.position[0],
    lat: sign.position[1],
    widthPixels: SIGN_PIXELS,
    heightPixels: SIGN_PIXELS,
    priority: sign.index === selected ? Infinity : (sign.fault.severity === 'error' ? 1e6 : 0) - sign.index,
  }));
  return placeLabels(boxes, zoom).map(({ sign }) => sign);
}

function linesOf(geometry: GeoJSON.Geometry): [number, number][][] {
  if (geometry.type === 'LineString') return [geometry.coordinates as [number, number][]];
  if (geometry.type === 'MultiLineString') return geometry.coordinates as [number, number][][];
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(linesOf);
  return [];
}

const colourOf = (fault: MapFault, opacity = 1) =>
  rgba(fault.severity === 'error' ? tokens.fault : tokens.warning, opacity);

/** Faults over everything else: filled and outlined, each with a round sign that carries its kind's character. */
export function faultLayers(drawn: DrawnFaults, selected: number | undefined, zoom: number): Layer[] {
  const always = { depthCompare: 'always' } as const;
  return [
    new PolygonLayer<Part>({
      id: 'fault-fill',
      data: drawn.parts,
      getPolygon: ({ rings }) => rings,
      stroked: false,
      getFillColor: ({ fault, index }) => colourOf(fault, index === selected ? 0.5 : 0.3),
      updateTriggers: { getFillColor: selected },
      pickable: true,
      parameters: always,
    }),
    new PathLayer<Line>({
      id: 'fault-line',
      data: drawn.lines,
      getPath: ({ path }) => path,
      getColor: ({ fault }) => colourOf(fault),
      getWidth: ({ index }) => (index === selected ? 3.5 : 2),
      updateTriggers: { getWidth: selected },
      widthUnits: 'pixels',
      jointRounded: true,
      capRounded: true,
      pickable: true,
      parameters: always,
    }),
    ...signLayers(signsWithRoom(drawn.signs, selected, zoom), selected),
  ];
}

function signLayers(signs: readonly Sign[], selected: number | undefined): Layer[] {
  const always = { depthCompare: 'always' } as const;
  const ordered = signs.toSorted((a, b) => Number(a.index === selected) - Number(b.index === selected));
  return [
    new ScatterplotLayer<Sign>({
      id: 'fault-sign',
      data: ordered,
      getPosition: ({ position }) => position,
      getRadius: ({ index }) => (index === selected ? 15 : 10.5),
      radiusUnits: 'pixels',
      getFillColor: ({ fault }) => colourOf(fault),
      stroked: true,
      getLineColor: [255, 255, 255],
      getLineWidth: ({ index }) => (index === selected ? 3 : 2),
      lineWidthUnits: 'pixels',
      updateTriggers: { getRadius: selected, getLineWidth: selected },
      pickable: true,
      parameters: always,
    }),
    // A text layer without a character has no glyph atlas, and WebGL complains about it.
    ...(ordered.length === 0 ? [] : [characterLayer(ordered, selected)]),
  ];
}

function characterLayer(signs: readonly Sign[], selected: number | undefined): Layer {
  return new TextLayer<Sign>({
    id: 'fault-character',
    data: signs,
    getPosition: ({ position }) => position,
    getText: ({ fault }) => fault.sign,
    getSize: ({ index }) => (index === selected ? 16 : 12),
    updateTriggers: { getSize: selected },
    getColor: [255, 255, 255],
    fontFamily: FONT_FAMILY,
    fontWeight: 600,
    characterSet: 'auto',
    parameters: { depthCompare: 'always' },
  });
}
