/** The design tokens of the interface: one place for colours and sizes, used by antd's theme, the style sheet and the map. */
export const tokens = {
  page: '#EEF1F4',
  card: '#FFFFFF',
  ink: '#1C2A3A',
  /** Secondary text; 5.9 : 1 on a card. */
  inkSoft: '#566577',
  line: '#DFE5EC',
  primary: '#1F5EFF',
  proven: '#0B7A4B',
  provenSoft: '#E3F5EC',
  fault: '#C4320A',
  faultSoft: '#FDECE6',
  warning: '#8A5A00',
  warningSoft: '#FFF3DC',
} as const;

/** The six Okabe-Ito colours units are told apart by (with their names and codes, never by colour alone). */
export const UNIT_COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00'] as const;

/** What kind of difference an area shows, in colours of the same set; words always stand beside them. */
export const differenceColours = {
  created: '#009E73',
  retired: '#D55E00',
  changed: '#E69F00',
  renamed: '#0072B2',
} as const;

/** The colour of a unit, by its place among the district's units: digits 3 and 4 of the code. */
export function unitColour(code: string): string {
  const place = Number(code.slice(2, 4));
  const index = Number.isInteger(place) && place > 0 ? (place - 1) % UNIT_COLOURS.length : 0;
  return UNIT_COLOURS[index] ?? UNIT_COLOURS[0];
}

/** `#RRGGBB` as the bytes deck.gl takes, with an opacity from 0 to 1. */
export function rgba(hex: string, opacity = 1): [number, number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, Math.round(opacity * 255)];
}
