import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvFile, csvLine, tabbedText } from '../../server/core/csv.ts';
import { type CsvRecord, readCsv } from '../../server/files/csv.ts';

async function read(text: string): Promise<CsvRecord[]> {
  const records = [];
  for await (const record of readCsv(text)) records.push(record);
  return records;
}

describe('a table', () => {
  it('is written so that a spreadsheet runs none of its text; numbers and quotes are kept', () => {
    expect(csvLine(['=HYPERLINK("x")', '+1+1', '-2', '@a', 'a,"b"', null, '\tx', '-cmd', '-1.5'])).toBe(
      `"'=HYPERLINK(""x"")",'+1+1,-2,'@a,"a,""b""",,'\tx,'-cmd,-1.5\r\n`,
    );
    expect(tabbedText([['a\tb', '=x']])).toBe("a b\t'=x");
  });

  it('is a file that begins with the mark by which a spreadsheet knows its encoding', () => {
    expect(csvFile([['名称'], ['网格']])).toBe('\uFEFF名称\r\n网格\r\n');
  });

  it('is read as it was written', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '网', ',', '"', '\n', ' ', '1', '😀') })
      .map((text) => text.trim());
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        expect((await read(csvFile(rows))).map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
});

describe('a CSV text', () => {
  it('may end its lines in any way, and has every record with the line on which it begins', async () => {
    expect(await read('\uFEFFa,b\n\n"x\r\ny",2\r  \r\n7, "8, 9" ')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x\r\ny', '2'] },
      { line: 6, cells: ['7', '8, 9'] },
    ]);
  });

  it('may have quotation marks within a cell that does not begin with one', async () => {
    expect(await read('5" pipe,a "b",c')).toEqual([{ line: 1, cells: ['5" pipe', 'a "b"', 'c'] }]);
  });

  it.each([
    ['has no end', 'a,b\nc,"d\ne,f\n', 2],
    ['is followed by more', 'a\n"b" c,d\n', 2],
  ])('is refused at the line on which a quoted cell begins that %s', async (_what, text, line) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'invalid-input', errors: [{ path: `/lines/${line}` }] });
  });

  it('may be longer than what is read at a time, in the middle of a character too', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => ['网'.repeat(i % 4), String(i)]);
    expect((await read(csvFile(rows))).map(({ cells }) => cells)).toEqual(rows);
  });
});
