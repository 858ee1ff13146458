import type { FileNote } from '../core/coverage/intake/schemas.ts';
import type { CodeText } from './codeText.ts';
import type { ReadCounts } from './content.ts';
import type { CodeColumn } from './keys.ts';

/** So many features or codes are named in a note, the first ones. */
const MOST_NAMED = 5;

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const isOne = (count: number): string => (count === 1 ? 'is' : 'are');
const wasOne = (count: number): string => (count === 1 ? 'was' : 'were');

/** Collects what there is to say of a file while it is sorted out. */
export class FileNotes {
  readonly #given: readonly FileNote[];
  readonly #left: string[] = [];
  readonly #examples: { before: string; after: string }[] = [];
  tidied = 0;

  constructor(given: readonly FileNote[]) {
    this.#given = given;
  }

  /** A feature without area was left out; it is called by its code or name, else by its number in the file. */
  leaveOut(name: unknown, index: number): void {
    if (this.#left.length >= MOST_NAMED) return;
    const isNamed = (typeof name === 'string' && name.trim() !== '') || typeof name === 'number';
    this.#left.push(isNamed ? String(name).trim().slice(0, 60) : `#${index + 1}`);
  }

  /** A code was tidied. */
  tidy({ code, before }: CodeText): void {
    this.tidied++;
    if (this.#examples.length < MOST_NAMED)
      this.#examples.push({ before: before.slice(0, 60), after: code.slice(0, 60) });
  }

  /** All notes, those of the format's reader first. */
  list(counts: ReadCounts, column: CodeColumn | undefined): FileNote[] {
    return [...this.#given, ...this.#leftOut(counts), ...this.#codes(column)];
  }

  #leftOut({ withoutGeometry, otherGeometries, droppedParts, droppedOrdinates }: ReadCounts): FileNote[] {
    const count = withoutGeometry + otherGeometries;
    const notes: FileNote[] = [];
    if (count > 0)
      notes.push({
        note: 'features-left-out',
        severity: 'error',
        count,
        features: this.#left,
        message: `${plural(count, 'feature')} ${count === 1 ? 'has' : 'have'} no area and ${wasOne(count)} left out: ${this.#left.join(', ')}${count > this.#left.length ? ' …' : ''}. Give them polygons or take them out of the file.`,
      });
    if (droppedParts > 0)
      notes.push({
        note: 'parts-left-out',
        severity: 'note',
        count: droppedParts,
        message: `${plural(droppedParts, 'point or line', 'points and lines')} beside polygons ${wasOne(droppedParts)} left out.`,
      });
    if (droppedOrdinates > 0)
      notes.push({
        note: 'heights-left-out',
        severity: 'note',
        count: droppedOrdinates,
        message: `${plural(droppedOrdinates, 'height')} ${wasOne(droppedOrdinates)} left out.`,
      });
    return notes;
  }

  #codes(column: CodeColumn | undefined): FileNote[] {
    if (!column)
      return [
        {
          note: 'codes-missing',
          severity: 'note',
          message: 'No column looks like one of codes. Choose the column that holds them, if there is one.',
        },
      ];
    const notes: FileNote[] = [];
    if (column.isByContent)
      notes.push({
        note: 'codes-in-column',
        severity: 'note',
        column: column.name,
        message: `The codes were found in the column “${column.name}”.`,
      });
    if (this.tidied > 0)
      notes.push({
        note: 'codes-tidied',
        severity: 'note',
        count: this.tidied,
        column: column.name,
        examples: this.#examples,
        message: `${plural(this.tidied, 'code')} ${isOne(this.tidied)} written otherwise in the file: ${this.#examples.map(({ before, after }) => `“${before}” was read as ${after}`).join(', ')}.`,
      });
    return notes;
  }
}
