import { expect, test } from 'vitest';
import { browserStore, type Unsent } from '../../../web/planner/drawing/session/unsent.ts';

/** As much of the browser's storage as is used. */
class MemoryStorage implements Storage {
  readonly #kept = new Map<string, string>();
  isFull = false;
  [name: string]: unknown;
  get length(): number {
    return this.#kept.size;
  }
  key(i: number): string | null {
    return [...this.#kept.keys()][i] ?? null;
  }
  getItem(name: string): string | null {
    return this.#kept.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.#kept.set(name, value);
  }
  removeItem(name: string): void {
    this.#kept.delete(name);
  }
  clear(): void {
    this.#kept.clear();
  }
}

const rename = (key: string): Unsent => ({ key, request: { op: 'rename', grid: '050101', name: key } });

test('two windows on one plan keep what they have not sent side by side, and the next page finds all of it', () => {
  const storage = new MemoryStorage();
  const [one, two] = ['1', '2'].map((page) => browserStore(storage, 'plan', 'who', page));
  one?.write([rename('a'), rename('b')]);
  two?.write([rename('c')]);
  two?.write([]);
  two?.write([rename('d')]);
  expect(
    browserStore(storage, 'plan', 'who', '3')
      .read()
      .map(({ key }) => key),
  ).toEqual(['a', 'b', 'd']);
});

test('what is settled is forgotten, whichever window left it, and nothing is left of an empty store', () => {
  const storage = new MemoryStorage();
  browserStore(storage, 'plan', 'who', '1').write([rename('a'), rename('b')]);
  const next = browserStore(storage, 'plan', 'who', '2');
  next.settle('a');
  expect(next.read().map(({ key }) => key)).toEqual(['b']);
  next.settle('b');
  expect(storage.length).toBe(0);
});

test('another plan’s and another person’s edits stay theirs', () => {
  const storage = new MemoryStorage();
  browserStore(storage, 'plan', 'who', '1').write([rename('a')]);
  expect(browserStore(storage, 'plan', 'other', '1').read()).toEqual([]);
  expect(browserStore(storage, 'another', 'who', '1').read()).toEqual([]);
});

test('a storage that is full or holds nonsense is worked without', () => {
  const storage = new MemoryStorage();
  storage.setItem('gridwarden.unsent.plan.who.1', '{nonsense');
  storage.isFull = true;
  const store = browserStore(storage, 'plan', 'who', '2');
  store.write([rename('a')]);
  expect(store.read()).toEqual([]);
});
