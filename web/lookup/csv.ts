/** A cell that a spreadsheet would take for a formula is written as text. */
function guarded(cell: string): string {
  return /^[=+@\t\r]|^-(?![\d.]+$)/.test(cell) ? `'${cell}` : cell;
}

/** A table as CSV (RFC 4180) with a byte order mark, by which Excel knows that it is UTF-8. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map((cell) => quoted(guarded(cell))).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** A table as tab-separated text, which spreadsheets take from the clipboard. */
export const toTabs = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => guarded(cell).replaceAll(/[\t\r\n]/g, ' ')).join('\t')).join('\n');

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
