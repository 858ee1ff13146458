import { readCoordinates, type Unreadable } from './readCoordinates.ts';

/** One pasted line: its place in the text (from 1), what it was called, and its position or why it has none. */
export type ColumnRow = {
  line: number;
  id?: string;
  text: string;
} & ({ ok: true; lng: number; lat: number; swapped: boolean } | { ok: false; reason: Unreadable });

const SEPARATOR = /[\t,，;；|]/;

/** The pasted lines that say anything. A first line without a digit is taken as the heading of a table. */
export function columnLines(text: string): { line: number; text: string }[] {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((content, index) => ({ line: index + 1, text: content.trim() }))
    .filter((row) => row.text !== '');
  const [first] = lines;
  return lines.length > 1 && first && !/\d/.test(first.text.normalize('NFKC')) ? lines.slice(1) : lines;
}

/**
 * Reads a pasted column of positions, one per line, each in any way `readCoordinates` understands, with an id before it
 * where there is one (`A-17, 109.06, 34.27`, `A-17 109.06 34.27`, or columns copied from a spreadsheet).
 * This is no CSV: a quotation mark is a second of arc, and blanks and commas of any kind may separate.
 */
export function readColumn(text: string): ColumnRow[] {
  return columnLines(text).map(({ line, text: content }) => {
    const whole = readCoordinates(content);
    if (whole.ok) return { ...whole, line, text: content };
    for (const { id, position } of splitOffId(content)) {
      const reading = readCoordinates(position);
      if (reading.ok) return { ...reading, line, text: content, ...(id ? { id } : {}) };
    }
    return { ...whole, line, text: content };
  });
}

/** The ways in which a line may be an id and a position: by its separators, or else by its first blank. */
function splitOffId(content: string): { id: string; position: string }[] {
  const [first = '', ...rest] = content.split(SEPARATOR).map((cell) => cell.trim());
  const blank = /^(\S+)\s+(.+)$/.exec(content);
  return [
    ...(rest.length > 0 ? [{ id: first, position: rest.slice(-2).join(', ') }] : []),
    ...(blank ? [{ id: blank[1] as string, position: blank[2] as string }] : []),
  ];
}
