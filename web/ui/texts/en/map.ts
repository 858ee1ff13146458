import type { Texts } from '../texts.ts';
import type { map as chinese } from '../zhCN/map.ts';

/** English texts of the map and what is drawn on it. */
export const map: Texts<typeof chinese> = {
  map: {
    label: 'Map of the grids. Arrow keys move, plus and minus zoom; grids can also be chosen in the list on the left.',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show the whole district',
    north: 'North is up',
    cursor: 'Cursor',
    datum: 'Datum',
    drawing: 'Drawing the map…',
    noWebgl:
      'This browser cannot draw the map (WebGL is missing). Use a recent Chrome, Edge or Firefox, or turn on hardware acceleration.',
  },
  datum: { wgs84: 'WGS84', cgcs2000: 'CGCS2000', gcj02: 'GCJ-02 (Amap, Tencent)', bd09: 'BD-09 (Baidu)' },
  datumShort: { wgs84: 'WGS84', cgcs2000: 'CGCS2000', gcj02: 'GCJ-02', bd09: 'BD-09' },
  fault: {
    kind: {
      'not-simple': 'Crosses itself',
      overlap: 'Overlap',
      gap: 'Gap',
      'outside-parent': 'Outside the outline',
      'unmatched-vertex': 'Unmatched vertex',
      duplicate: 'Duplicate',
      'wrong-parent': 'Wrong parent',
      'multi-part': 'Several parts',
    },
    sign: {
      'not-simple': 'X',
      overlap: 'O',
      gap: 'G',
      'outside-parent': 'B',
      'unmatched-vertex': 'V',
      duplicate: 'D',
      'wrong-parent': 'P',
      'multi-part': 'M',
    },
  },
};
