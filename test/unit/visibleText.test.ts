import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flawOfText } from '../../server/core/visibleText.ts';
import { sortOut } from '../../server/files/features.ts';

/** By number, from the Unicode tables: not from the classes the code asks for. */
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const BIDI = [0x061c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];
const ZERO_WIDTH = [0x00ad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x180e];
const CONTROLS = [...range(0x00, 0x1f), ...range(0x7f, 0x9f), 0x2028, 0x2029];
const FILLERS = [
  0xfffe,
  0xffff,
  ...range(0xfdd0, 0xfdef),
  0x1fffe,
  0x10ffff,
  ...range(0xfff9, 0xfffb),
  0x115f,
  0x1160,
  0x3164,
  0xffa0,
  ...range(0xe0020, 0xe007f),
];
const BLANKS = [
  0x09,
  0x0a,
  0x0b,
  0x0c,
  0x0d,
  0x20,
  0x85,
  0xa0,
  0x1680,
  ...range(0x2000, 0x200a),
  0x202f,
  0x205f,
  0x3000,
];

const oneOf = (codes: readonly number[]) => fc.constantFrom(...codes);
const seen = fc.constantFrom('灞', '桥', '𠮷', 'é', 'a', '9', '·', '（', '،', 'ä', '👍');
const word = fc.array(seen, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
const nameOf = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;

describe('a name', () => {
  it('with an unseen character between others is refused, and the character named', () => {
    fc.assert(
      fc.property(word, oneOf([...BIDI, ...ZERO_WIDTH, ...CONTROLS, ...FILLERS]), word, (before, code, after) => {
        const flaw = flawOfText(before + String.fromCodePoint(code) + after, 'visible-name');
        expect(flaw).toContain(`${nameOf(code)},`);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is blank in any way is refused', () => {
    fc.assert(
      fc.property(fc.array(oneOf([...BLANKS, 0x2800]), { maxLength: 6 }), (codes) => {
        expect(flawOfText(String.fromCodePoint(...codes), 'visible-name')).not.toBe(null);
      }),
    );
    expect(flawOfText('\u3000', 'visible-name')).toBe('is blank');
  });

  it('of seen characters and spaces is taken, with blanks around it too', () => {
    const space = oneOf([0x20, 0x3000, 0xa0]).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(space, word, space, word, space, (a, first, b, second, c) => {
        expect(flawOfText(a + first + b + second + c, 'visible-name')).toBe(null);
      }),
    );
  });

  it('may choose the form of a character, which is seen', () => {
    expect(flawOfText('葛\u{E0100}城', 'visible-name')).toBe(null);
  });

  it('with half a character is refused', () => {
    expect(flawOfText('a\ud800b', 'visible-name')).toContain('U+D800');
  });
});

describe('names in a file of boundaries', () => {
  const ring = [
    [109, 34],
    [109.01, 34],
    [109.01, 34.01],
    [109, 34],
  ];
  const feature = (properties: object) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Polygon', coordinates: [ring] },
  });
  const sorted = (features: object[]) => sortOut({ features, format: 'GeoJSON', notes: [] } as never);

  it('with unseen characters are refused with the places and the characters', () => {
    const features = [
      { code: '050101', name: '甲' },
      { code: '050102', name: '甲\u202e' },
      { code: '050103', name: '甲\u200b乙' },
    ];
    expect(() => sorted(features.map(feature))).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        members: { reason: 'name-unseen' },
        errors: [
          { path: '/features/1/properties/name', message: expect.stringContaining('U+202E') },
          { path: '/features/2/properties/name', message: expect.stringContaining('U+200B') },
        ],
      }),
    );
  });

  it('may be missing or empty, since the code names the area too', () => {
    expect(sorted([{ code: '050101', name: ' ' }, { code: '050102' }].map(feature)).counts.features).toBe(2);
  });
});

describe('a text', () => {
  it('has lines, and nothing else that is unseen', () => {
    expect(flawOfText('一\r\n二\t三', 'visible-text')).toBe(null);
    fc.assert(
      fc.property(word, oneOf([...BIDI, ...ZERO_WIDTH]), word, (before, code, after) => {
        for (const kind of ['visible-text', 'visible-note'] as const)
          expect(flawOfText(before + String.fromCodePoint(code) + after, kind)).toContain(nameOf(code));
      }),
    );
  });

  it('is not blank, but a note may be', () => {
    expect(flawOfText(' \n ', 'visible-text')).toBe('is blank');
    expect(flawOfText(' \n ', 'visible-note')).toBe(null);
    expect(flawOfText('', 'visible-note')).toBe(null);
  });
});
