import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowAfterKey } from '../../../web/ui/table/rowWalk.ts';
import { choicesOf, rowsInView, type TableColumn, WHOLE_TABLE, withFilter } from '../../../web/ui/table/tableView.ts';
import { readChoice } from '../../../web/ui/table/useShownColumns.ts';

interface Person {
  name: string;
  grid: string | null;
  visits: number;
  roles: string[];
}

const COLUMNS: TableColumn<Person>[] = [
  { key: 'name', title: '姓名', value: ({ name }) => name },
  { key: 'grid', title: '网格', value: ({ grid }) => grid },
  { key: 'visits', title: '走访', value: ({ visits }) => visits },
  {
    key: 'roles',
    title: '角色',
    value: ({ roles }) => roles,
    choice: (role) => (role === 'warden' ? '网格长' : String(role)),
  },
];

const person = (name: string, grid: string | null, visits: number, ...roles: string[]): Person => ({
  name,
  grid,
  visits,
  roles,
});
const PEOPLE = [
  person('王芳', '050102', 10, 'warden'),
  person('李娜', null, 9, 'member', 'planner'),
  person('陈 Chen', '050101', 100, 'warden', 'member'),
];
const shown = (view: Partial<typeof WHOLE_TABLE>) =>
  rowsInView(PEOPLE, COLUMNS, { ...WHOLE_TABLE, ...view }, 'zh-CN').map(({ visits }) => visits);

describe('a table', () => {
  test('sorts numbers by their size, Chinese by its sound, and puts rows without a value last either way', () => {
    expect(shown({ sort: { key: 'visits', descending: false } })).toEqual([9, 10, 100]);
    expect(shown({ sort: { key: 'name', descending: false } })).toEqual([100, 9, 10]);
    expect(shown({ sort: { key: 'grid', descending: false } })).toEqual([100, 10, 9]);
    expect(shown({ sort: { key: 'grid', descending: true } })).toEqual([10, 100, 9]);
  });

  test('finds every word anywhere in a row, in capitals or not, and the words that stand for a value', () => {
    expect(shown({ search: 'chen 0501' })).toEqual([100]);
    expect(shown({ search: '网格长' })).toEqual([10, 100]);
    expect(shown({ search: 'warden 李' })).toEqual([]);
    expect(shown({ search: '  ' })).toEqual([10, 9, 100]);
  });

  test('finds what a column says beyond its value', () => {
    const visited = COLUMNS.map((column) => ({ ...column, words: ({ visits }: Person) => `走访${visits}次` }));
    expect(rowsInView(PEOPLE, visited, { ...WHOLE_TABLE, search: '访9次' }, 'zh-CN').map(({ name }) => name)).toEqual([
      '李娜',
    ]);
  });

  test('limits to rows that have one of the values, and to all limits at once', () => {
    expect(shown({ filters: { roles: ['warden'] } })).toEqual([10, 100]);
    expect(shown({ filters: { roles: ['warden', 'planner'] } })).toEqual([10, 9, 100]);
    expect(shown({ filters: { roles: ['warden'], name: ['王芳'] } })).toEqual([10]);
  });

  test('lists the values there are to choose from, each once, in words', () => {
    const roles = COLUMNS[3] as TableColumn<Person>;
    expect(choicesOf(roles, PEOPLE, 'zh-CN')).toEqual(
      [
        { value: 'warden', label: '网格长' },
        { value: 'member', label: 'member' },
        { value: 'planner', label: 'planner' },
      ].toSorted((a, b) => a.label.localeCompare(b.label, 'zh-CN')),
    );
    expect(choicesOf(COLUMNS[0] as TableColumn<Person>, PEOPLE, 'zh-CN')).toEqual([]);
  });

  test('is not limited by a column whose last value is taken away', () => {
    const limited = withFilter(WHOLE_TABLE, 'roles', ['warden']);
    expect(withFilter(limited, 'roles', [])).toEqual(WHOLE_TABLE);
  });

  test('shows, whatever is asked, rows it has and each once; a sort alone leaves none out', () => {
    const row = fc.record({
      name: fc.string(),
      grid: fc.option(fc.string(), { nil: null }),
      visits: fc.double({ noNaN: true }),
      roles: fc.array(fc.constantFrom('warden', 'member'), { maxLength: 2 }),
    });
    const view = fc.record({
      search: fc.string({ maxLength: 2 }),
      sort: fc.option(
        fc.record({ key: fc.constantFrom('name', 'grid', 'visits', 'roles', 'gone'), descending: fc.boolean() }),
        {
          nil: null,
        },
      ),
      filters: fc.dictionary(fc.constantFrom('roles', 'gone'), fc.array(fc.constantFrom('warden', 'x'))),
    });
    fc.assert(
      fc.property(fc.array(row), view, (rows, asked) => {
        const seen = rowsInView(rows, COLUMNS, asked, 'zh-CN');
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.every((one) => rows.includes(one))).toBe(true);
        expect(rowsInView(rows, COLUMNS, { ...WHOLE_TABLE, sort: asked.sort }, 'zh-CN')).toHaveLength(rows.length);
      }),
    );
  });
});

describe('walking the rows of a table', () => {
  test('goes a row with an arrow, ten with a page key, and to either end', () => {
    const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'];
    expect(keys.map((key) => rowAfterKey(key, 50, 100))).toEqual([51, 49, 60, 40, 0, 99]);
  });

  test('stops at the first and the last row', () => {
    expect([rowAfterKey('ArrowUp', 0, 3), rowAfterKey('PageDown', 1, 3)]).toEqual([0, 2]);
  });

  test('leaves other keys alone, and a table without rows', () => {
    expect([rowAfterKey('Enter', 1, 3), rowAfterKey('a', 1, 3), rowAfterKey('End', 0, 0)]).toEqual(
      Array(3).fill(undefined),
    );
  });
});

describe('the columns somebody chose', () => {
  test('are read as they were kept', () => {
    expect(readChoice('{"roles":false,"name":true}')).toEqual({ roles: false, name: true });
  });

  test('are none when nothing was kept, or something else', () => {
    for (const kept of [null, '', 'no', 'null', '7', '["roles"]', '{"roles":"no"}'])
      expect(readChoice(kept)).toEqual({});
  });
});
