import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { Fault } from '../core/fault.ts';

/** One record of a CSV text and the line it starts on, counted from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

/** So much is read at a time (about ten milliseconds), and then whoever else waits has a turn. */
const PIECE_BYTES = 32 * 1024;

/**
 * Reads CSV (RFC 4180) with whatever ends of lines it has: quoted cells may hold commas, line ends and doubled quotes, a quotation mark
 * within other cells is one; a byte-order mark and empty lines are passed over. Throws `invalid-input` with the line when a quoted cell
 * does not end.
 */
export async function* readCsv(text: string): AsyncGenerator<CsvRecord> {
  const bytes = Buffer.from(text);
  let line = 1;
  try {
    for await (const cells of recordsOf(bytes)) {
      if (cells.length > 1 || cells[0] !== '') yield { line, cells: cells.map((cell) => cell.trim()) };
      line += linesOf(cells);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = await lineAfter(bytes, Number(error['records']));
    const message = 'a cell begins with a quotation mark and does not end with one';
    throw new Fault('invalid-input', `Line ${at}: ${message}.`, [{ path: `/lines/${at}`, message }]);
  }
}

/** The line on which a record begins before which there are so many: the parser drops those that it had read with it. */
async function lineAfter(bytes: Buffer, records: number): Promise<number> {
  let line = 1;
  if (records > 0) for await (const cells of recordsOf(bytes, records)) line += linesOf(cells);
  return line;
}

/** The records from the first on, all or so many. */
const recordsOf = (bytes: Buffer, most = -1): AsyncIterable<string[]> =>
  Readable.from(pieces(bytes)).pipe(parse({ ...OPTIONS, to: most }));

const OPTIONS = {
  bom: true,
  trim: true,
  relax_quotes: true,
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n', '\r'],
};

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
    await nextTurn();
  }
}

/** How many lines a record takes; the parser counts them too, but only for twice the time. */
const linesOf = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + cell.split(/\r\n|\n|\r/).length - 1, 1);
