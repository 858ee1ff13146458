import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { gathered, streamOf, streamOfBytes } from '../../../server/http/streaming.ts';

/** Pieces that say how many were taken, and whether they were given back. */
function counted(count: number): { pieces: Iterable<string>; made: () => number; isOver: () => boolean } {
  let [made, over] = [0, false];
  function* pieces(): Generator<string> {
    try {
      for (; made < count; made++) yield `${made},`;
    } finally {
      over = true;
    }
  }
  return { pieces: pieces(), made: () => made, isOver: () => over };
}

describe('a long text as a stream', () => {
  it('is all of its pieces, in their order', async () => {
    const expected = Array.from({ length: 500 }, (_, i) => `${i},`).join('');
    expect(await text(streamOf(counted(500).pieces, { size: 64 }))).toBe(expected);
  });

  it('keeps characters of several bytes whole', async () => {
    const pieces = ['纺织城', '🌏', '“网格”'];
    expect(await text(streamOf(pieces, { size: 1 }))).toBe(pieces.join(''));
  });

  it('lets all others have their turn after every chunk', async () => {
    let turns = 0;
    const pause = async () => void turns++;
    const chunks: Buffer[] = [];
    for await (const chunk of streamOf(['aaa', 'bbb', 'ccc', 'd'], { size: 3, pause })) chunks.push(chunk as Buffer);
    expect(chunks.map(String)).toEqual(['aaa', 'bbb', 'ccc', 'd']);
    expect(turns).toBe(4);
  });

  it('makes no chunk before the turn of the others is over', async () => {
    let release: () => void = () => undefined;
    const { pieces, made } = counted(100);
    const stream = streamOf(pieces, { size: 2, pause: () => new Promise<void>((resolve) => (release = resolve)) });
    stream.resume();
    await once(stream, 'data');
    await new Promise(setImmediate);
    expect(made()).toBe(0);
    release();
    await once(stream, 'data');
    expect(made()).toBe(1);
    stream.destroy();
  });

  it('is made no further than it is read', async () => {
    const { pieces, made } = counted(1_000_000);
    const stream = streamOf(pieces, { size: 1024 });
    await once(stream, 'readable');
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
    expect(made()).toBeLessThan(100_000);
    stream.destroy();
  });

  it('ends its making when the reader goes', async () => {
    const { pieces, made, isOver } = counted(1_000_000);
    const stream = streamOf(pieces, { size: 16 });
    await once(stream, 'readable');
    stream.destroy();
    await once(stream, 'close');
    expect(isOver()).toBe(true);
    expect(made()).toBeLessThan(1_000_000);
  });

  it('ends with the error that its making ends with', async () => {
    function* broken(): Generator<string> {
      yield 'a';
      throw new Error('the disk is gone');
    }
    await expect(text(streamOf(broken(), { size: 1 }))).rejects.toThrow('the disk is gone');
  });
});

describe('pieces put together', () => {
  it('make chunks of at least the wanted length, but for the last', () => {
    expect([...gathered(['a', 'bc', 'd', '', 'efgh', 'i'], 3)]).toEqual(['abc', 'defgh', 'i']);
    expect([...gathered([], 3)]).toEqual([]);
  });
});

describe('bytes as a stream', () => {
  it('are the same bytes', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
    const chunks: Uint8Array[] = [];
    for await (const chunk of streamOfBytes(bytes)) chunks.push(chunk as Uint8Array);
    expect(chunks.length).toBeGreaterThan(1);
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  });
});
