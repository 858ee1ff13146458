import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

export const BASEMAP_SOURCE = 'basemap';

const WATER = '#BCD9EE';
const PARK = '#DCEBD8';
const STREET_CASING = '#D3DAE2';
/** Drawn by the browser: with no glyph server in the style, MapLibre takes the reader's own fonts. */
const FONTS = ['Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];

const isKind = (kind: string): ['==', ['get', string], string] => ['==', ['get', 'kind'], kind];
const isMain = [
  'in',
  ['get', 'class'],
  ['literal', ['motorway', 'trunk', 'primary', 'arterial', 'ring', 'expressway', 'loop']],
];

/** Street width in pixels by zoom; main streets are wider. `extra` makes the casing. */
const streetWidth = (extra: number) => [
  'interpolate',
  ['exponential', 1.4],
  ['zoom'],
  9,
  ['case', isMain, 1.2 + extra, 0.4 + extra / 2],
  13,
  ['case', isMain, 4 + extra, 2 + extra],
  17,
  ['case', isMain, 18 + extra, 10 + extra],
];

/** What the map stands on before, or without, streets: plain paper, and no network at all. */
export const baseStyle: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [{ id: 'paper', type: 'background', paint: { 'background-color': '#EEF1F4' } }],
};

/** Our own plain base map: water, green and streets with their names, from one stored layer. */
export const basemapLayers = [
  {
    id: 'park',
    type: 'fill',
    source: BASEMAP_SOURCE,
    filter: ['all', isKind('park'), ['==', ['geometry-type'], 'Polygon']],
    paint: { 'fill-color': PARK },
  },
  {
    id: 'water',
    type: 'fill',
    source: BASEMAP_SOURCE,
    filter: ['all', isKind('river'), ['==', ['geometry-type'], 'Polygon']],
    paint: { 'fill-color': WATER },
  },
  {
    id: 'river',
    type: 'line',
    source: BASEMAP_SOURCE,
    filter: ['all', isKind('river'), ['==', ['geometry-type'], 'LineString']],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': WATER,
      'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 9, 3, 13, 14, 17, 90],
    },
  },
  {
    id: 'street-casing',
    type: 'line',
    source: BASEMAP_SOURCE,
    filter: isKind('street'),
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': STREET_CASING, 'line-width': streetWidth(1.6) },
  },
  {
    id: 'street',
    type: 'line',
    source: BASEMAP_SOURCE,
    filter: isKind('street'),
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': '#FFFFFF', 'line-width': streetWidth(0) },
  },
  {
    id: 'river-name',
    type: 'symbol',
    source: BASEMAP_SOURCE,
    minzoom: 10.5,
    filter: isKind('river'),
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'text-field': ['get', 'name'],
      'text-font': FONTS,
      'text-size': 12,
      'text-letter-spacing': 0.2,
    },
    paint: { 'text-color': '#3D7196', 'text-halo-color': '#E4F0F8', 'text-halo-width': 1.2 },
  },
  {
    id: 'street-name',
    type: 'symbol',
    source: BASEMAP_SOURCE,
    minzoom: 12.6,
    filter: isKind('street'),
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 360,
      'text-field': ['get', 'name'],
      'text-font': FONTS,
      'text-size': 11,
      'symbol-sort-key': ['case', isMain, 0, 1],
    },
    paint: { 'text-color': '#5E6C7C', 'text-halo-color': '#FFFFFF', 'text-halo-width': 1.4 },
  },
] as LayerSpecification[];
