/** A code as it is given on, and whether that differs from how it was written. */
export interface CodeText {
  code: string;
  before: string;
  isTidied: boolean;
}

/** White space of every kind, and marks without width that copying from pages and spreadsheets leaves behind. */
const BLANKS = /[\p{White_Space}\p{Cf}]/gu;
const FULL_WIDTH_DIGITS = /[\uFF10-\uFF19]/g;
/** Full-width forms stand this far behind their ASCII ones. */
const FULL_WIDTH_OFFSET = 0xfee0;

/** In plain digits: full-width digits, blanks within, a spreadsheet's leading apostrophe and the `.0` of a number column. */
function plainDigits(text: string): string | null {
  const plain = text
    .replace(BLANKS, '')
    .replace(FULL_WIDTH_DIGITS, (digit) => String.fromCharCode(digit.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(/^['’]/, '')
    .replace(/\.0+$/, '');
  return /^\d+$/.test(plain) ? plain : null;
}

/**
 * A code as text. What is a number in some other writing becomes plain digits. Codes have two digits for each level, so that one of
 * an odd number of digits has lost its leading zero: it gets it back where it then begins with the district's digits; where the
 * district is not known, only a code that came as a number does.
 */
export function codeText(value: unknown, district?: string): CodeText | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const before = String(value);
  const text = before.replace(BLANKS, '') === '' ? '' : before.trim();
  if (text === '') return null;
  const digits = plainDigits(text);
  const code = digits === null ? text : withLeadingZero(digits, typeof value === 'number', district);
  return { code, before, isTidied: code !== before };
}

function withLeadingZero(digits: string, wasNumber: boolean, district: string | undefined): string {
  if (!/^(\d|\d{3}|\d{5})$/.test(digits)) return digits;
  const whole = `0${digits}`;
  return (district === undefined ? wasNumber : whole.startsWith(district)) ? whole : digits;
}
