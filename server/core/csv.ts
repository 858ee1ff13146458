/** By this mark Excel knows that a file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A line of CSV (RFC 4180), safe to open in a spreadsheet. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => quoted(guarded(cell ?? ''))).join(',')}\r\n`;
}

/** A whole table as a CSV file for spreadsheets. */
export const csvFile = (rows: readonly (readonly string[])[]): string => BYTE_ORDER_MARK + rows.map(csvLine).join('');

/** A table as tab-separated text, which spreadsheets take from the clipboard. */
export const tabbedText = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => guarded(cell).replaceAll(/[\t\r\n]/g, ' ')).join('\t')).join('\n');

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises against CSV injection; plain
 * numbers stay numbers.
 */
function guarded(cell: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(cell);
  return !isNumber && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
