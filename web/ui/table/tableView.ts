import type { ReactNode } from 'react';

/** What a row has in a column: one value, none, or several side by side. */
export type TableValue = string | number | null | readonly string[];

/** A column: what a row has in it, as a value that sorts, filters and is searched, and as it is shown. */
export interface TableColumn<Row> {
  /** Its name among the columns, which the browser remembers it by. */
  key: string;
  title: string;
  value: (row: Row) => TableValue;
  /** The value as shown; the value itself when left out. */
  show?: (row: Row) => ReactNode;
  /** What the search finds it by, where that is more than the value. */
  words?: (row: Row) => string;
  width?: number;
  align?: 'left' | 'right';
  /** Rows may be limited to some of its values, which are listed by this: a value in words. */
  choice?: (value: string | number) => string;
  /** Not shown until the reader asks for it. */
  hidden?: boolean;
}

/** What the reader wants to see of a table. */
export interface TableView {
  search: string;
  sort: { key: string; descending: boolean } | null;
  /** By column the values to keep; a column without an entry keeps all. */
  filters: Readonly<Record<string, readonly string[]>>;
}

export const WHOLE_TABLE: TableView = { search: '', sort: null, filters: {} };

/** The view with a column limited to some values; without any it is not limited. */
export function withFilter(view: TableView, key: string, values: readonly string[]): TableView {
  const { [key]: _former, ...others } = view.filters;
  return { ...view, filters: values.length > 0 ? { ...others, [key]: values } : others };
}

/** The values a column has in the rows, each once, in the order of their words. */
export function choicesOf<Row>(column: TableColumn<Row>, rows: readonly Row[], language: string) {
  const { choice } = column;
  if (!choice) return [];
  const values = new Set(rows.flatMap((row) => listOf(column.value(row))));
  return [...values]
    .map((value) => ({ value: String(value), label: choice(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language));
}

/** The rows a view shows, in its order; rows that are equal keep theirs, and those without a value come last either way. */
export function rowsInView<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  view: TableView,
  language: string,
): Row[] {
  const words = view.search.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
  const filters = columns.flatMap((column) => {
    const kept = view.filters[column.key];
    return kept ? [{ column, kept: new Set(kept) }] : [];
  });
  const kept = rows.filter((row) => {
    const has = (column: TableColumn<Row>, values: ReadonlySet<string>) =>
      listOf(column.value(row)).some((value) => values.has(String(value)));
    if (!filters.every(({ column, kept: values }) => has(column, values))) return false;
    if (words.length === 0) return true;
    const text = columns
      .map((column) => textOf(column, row))
      .join('\n')
      .toLocaleLowerCase(language);
    return words.every((word) => text.includes(word));
  });
  const column = columns.find(({ key }) => key === view.sort?.key);
  if (!column) return kept;
  const compare = new Intl.Collator(language, { numeric: true }).compare;
  const direction = view.sort?.descending ? -1 : 1;
  return kept.toSorted((a, b) => {
    const [one, other] = [column.value(a), column.value(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    const order =
      typeof one === 'number' && typeof other === 'number' ? one - other : compare(String(one), String(other));
    return order * direction;
  });
}

const listOf = (value: TableValue): readonly (string | number)[] =>
  value === null ? [] : typeof value === 'object' ? value : [value];

/** What a row says in a column: the words of a choice too, so that both are found. */
function textOf<Row>({ value, choice, words }: TableColumn<Row>, row: Row): string {
  const values = listOf(value(row)).map((one) => (choice ? `${one}\n${choice(one)}` : String(one)));
  return [...values, words?.(row) ?? ''].join('\n');
}
