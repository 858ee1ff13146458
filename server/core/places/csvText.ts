import { Fault } from '../fault.ts';

/** One record of a CSV text and the line it starts on, counted from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/**
 * Reads CSV (RFC 4180): quoted cells may hold commas, line ends and doubled quotes; a byte-order mark and empty lines are passed
 * over. Throws `invalid-input` with the line when a quoted cell does not end.
 */
export function* readCsv(text: string): Generator<CsvRecord> {
  let line = 1;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const start = line;
    const cells: string[] = [];
    for (let more = true; more; ) {
      const cell = readCell(text, at, start);
      cells.push(cell.value);
      line += cell.lineEnds;
      at = cell.end;
      more = text[at] === ',';
      if (more) at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    if (cells.length > 1 || cells[0] !== '') yield { line: start, cells };
  }
}

/** The cell from `at` on, where it ends (on a comma, a line end or the text's end) and how many line ends it holds. */
function readCell(text: string, at: number, line: number): { value: string; end: number; lineEnds: number } {
  if (text[at] !== '"') {
    let end = at;
    while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++;
    return { value: text.slice(at, end).trim(), end, lineEnds: 0 };
  }
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] === '"') continue;
    const quoted = text.slice(at + 1, end);
    const after = /^[^,\r\n]*/.exec(text.slice(end + 1, end + 200))?.[0] ?? '';
    if (after.trim() !== '') break;
    return {
      value: quoted.replaceAll('""', '"').trim(),
      end: end + 1 + after.length,
      lineEnds: quoted.split('\n').length - 1,
    };
  }
  const message = 'a cell begins with a quotation mark and does not end with one';
  throw new Fault('invalid-input', `Line ${line}: ${message}.`, [{ path: `/lines/${line}`, message }]);
}
