import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessageReader } from '../../../server/db/wireMessages.ts';
import { SessionLost, Turns } from '../../../server/db/wireTurns.ts';

const message = (type: string, ...body: number[]): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, Buffer.from(body)]);
};
const ready = (status: string): Buffer => message('Z', status.charCodeAt(0));
const query = (text: string): Buffer => message('Q', ...Buffer.from(`${text}\0`));
const done = (status: string): Buffer => Buffer.concat([message('C', 0), ready(status)]);

/** A session that answers each turn with what the script says, in pieces of `size` bytes. */
function sessionWith(script: (bytes: string) => Buffer, size = 1_000) {
  const seen: string[] = [];
  return {
    seen,
    execProtocolRawStream: async (bytes: Uint8Array, { onRawData }: { onRawData: (data: Uint8Array) => void }) => {
      seen.push(Buffer.from(bytes).toString());
      const answer = script(seen.at(-1) ?? '');
      for (let at = 0; at < answer.length; at += size) onRawData(answer.subarray(at, at + size));
      await Promise.resolve();
    },
  };
}

const takeTurn = (turns: Turns, client: object, sent: string | Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    turns.take({
      client,
      bytes: typeof sent === 'string' ? query(sent) : sent,
      reply: (data) => parts.push(Buffer.from(data)),
      done: (error) => (error === undefined ? resolve(Buffer.concat(parts)) : reject(error)),
    });
  });

describe('turns on the one session', () => {
  it('answer with exactly one ReadyForQuery, whatever the session sends and however it is cut', async () => {
    const answer = Buffer.concat([
      message('1'),
      message('E', 1, 2, 0x5a, 3),
      ready('I'),
      message('D', ...Array(300).fill(0x5a)),
      ready('I'),
    ]);
    for (let size = 1; size < 20; size++) {
      const turns = new Turns(sessionWith(() => answer, size));
      const expected = Buffer.concat([
        message('1'),
        message('E', 1, 2, 0x5a, 3),
        message('D', ...Array(300).fill(0x5a)),
        ready('I'),
      ]);
      expect((await takeTurn(turns, {}, 'x')).equals(expected)).toBe(true);
    }
  });

  it('let a client with an open transaction go first until it ends', async () => {
    const session = sessionWith((bytes) =>
      done(bytes.includes('begin') ? 'T' : bytes.includes('end') ? 'I' : bytes.includes('a ') ? 'T' : 'I'),
    );
    const turns = new Turns(session);
    const [a, b] = [{}, {}];
    await takeTurn(turns, a, 'a begin');
    expect(turns.heldBy).toBe(a);
    const waiting = takeTurn(turns, b, 'b');
    await takeTurn(turns, a, 'a more');
    await takeTurn(turns, a, 'a end');
    await waiting;
    expect(session.seen).toEqual(['a begin', 'a more', 'a end', 'b'].map((text) => query(text).toString()));
  });

  it('roll back what a client leaves open, and forget what it still wanted', async () => {
    const session = sessionWith((bytes) => done(bytes.includes('begin') ? 'T' : 'I'));
    const turns = new Turns(session);
    const [a, b] = [{}, {}];
    await takeTurn(turns, a, 'begin');
    const waiting = takeTurn(turns, b, 'b');
    turns.leave(a);
    await waiting;
    expect(session.seen).toEqual([
      expect.stringContaining('begin'),
      expect.stringContaining('ROLLBACK'),
      expect.stringContaining('b'),
    ]);
    expect(turns.heldBy).toBeNull();
  });

  it('are lost for everybody who waits when the session breaks, which is then asked nothing more', async () => {
    let calls = 0;
    const turns = new Turns({
      execProtocolRawStream: async () => {
        calls++;
        throw new Error('unreachable');
      },
    });
    const asked = [takeTurn(turns, {}, 'x'), takeTurn(turns, {}, 'y')];
    for (const turn of asked) await expect(turn).rejects.toThrow(SessionLost);
    await expect(takeTurn(turns, {}, 'z')).rejects.toThrow(SessionLost);
    expect(calls).toBe(1);
  });
});

describe('an answer that breaks off', () => {
  const [parse, bind, describeIt, execute, sync] = ['P', 'B', 'D', 'E', 'S'].map((type) => message(type, 0));
  const [parsed, bound, columns, row, noData, empty] = ['1', '2', 'T', 'D', 'n', 'I'].map((type) => message(type));
  const failed = (status: string) => Buffer.concat([message('E', 0), ready(status)]);
  const extended = Buffer.concat([parse, bind, describeIt, execute, sync] as Buffer[]);

  const typesOf = (answer: Buffer): string => {
    let types = '';
    for (let at = 0; at < answer.length; at += 1 + answer.readInt32BE(at + 1))
      types += String.fromCharCode(answer[at] ?? 0);
    return types;
  };
  /** A session that is asked for `asked`, says `pieces` and stops; a failing query fails in the status given. */
  const breakingOff = (pieces: (Buffer | undefined)[], status = 'I') =>
    sessionWith((bytes) => (bytes.includes('RAISE') ? failed(status) : Buffer.concat(pieces as Buffer[])));

  it.each([
    ['before a row came', extended, [parsed, bound, columns], '12TEZ'],
    ['after some rows', extended, [parsed, bound, columns, row, row], '12TDDEZ'],
    ['in the Bind, where the Execute then finds an empty portal', extended, [parsed, noData, empty], '1nIEZ'],
    ['in a simple query, without a word', query('select'), [], 'EZ'],
    ['in a simple query, after its first statement', query('select; select'), [columns, row, message('C')], 'TDCEZ'],
    ['in a simple query that is said to be ready', query('select'), [columns, row, ready('I')], 'TDEZ'],
  ])('%s is an error', async (_where, asked, pieces, told) => {
    const turns = new Turns(breakingOff(pieces));
    expect(typesOf(await takeTurn(turns, {}, asked))).toBe(told);
    expect(turns.heldBy).toBeNull();
  });

  it('is not committed: its Sync never reaches the session', async () => {
    const session = breakingOff([parsed, bound, columns, row]);
    await takeTurn(new Turns(session), {}, extended);
    expect(session.seen).toEqual([extended.subarray(0, -6).toString(), expect.stringContaining('RAISE')]);
  });

  it('leaves an open transaction failed, with the client that has to end it', async () => {
    const turns = new Turns(breakingOff([parsed, bound], 'E'));
    const client = {};
    expect((await takeTurn(turns, client, extended)).subarray(-1).toString()).toBe('E');
    expect(turns.heldBy).toBe(client);
  });

  it('is a lost session when the session cannot even fail', async () => {
    const turns = new Turns(sessionWith(() => parsed as Buffer));
    await expect(takeTurn(turns, {}, extended)).rejects.toThrow(SessionLost);
  });

  it('is not what an error, a portal to be continued or a skipped message is', async () => {
    const answering = (answer: Buffer) =>
      new Turns(
        sessionWith((bytes) => (bytes.startsWith('S') ? ready('I') : bytes.startsWith('D') ? Buffer.alloc(0) : answer)),
      );
    const suspended = Buffer.concat([parsed, bound, columns, row, message('s')] as Buffer[]);
    expect(typesOf(await takeTurn(answering(failed('I')), {}, extended))).toBe('EZ');
    expect(typesOf(await takeTurn(answering(suspended), {}, extended))).toBe('12TDsZ');
    const [client, skipping] = [{}, answering(failed('I'))];
    expect(typesOf(await takeTurn(skipping, client, Buffer.concat([parse, message('H')] as Buffer[])))).toBe('E');
    expect(typesOf(await takeTurn(skipping, client, Buffer.concat([describeIt, execute, sync] as Buffer[])))).toBe('Z');
    expect(skipping.heldBy).toBeNull();
  });
});

describe('the reader of messages', () => {
  it('gives the same messages however the bytes are cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 });
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 30 }), (contents, size) => {
        const sent = contents.map((body) => message('Q', ...body));
        const bytes = Buffer.concat(sent);
        const reader = new MessageReader();
        const read: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += size) {
          reader.push(bytes.subarray(at, at + size));
          for (let next = reader.nextTyped(); next !== null; next = reader.nextTyped()) read.push(Buffer.from(next));
        }
        expect(Buffer.concat(read).equals(bytes)).toBe(true);
        expect(read).toHaveLength(sent.length);
      }),
    );
  });

  it('refuses an impossible length', () => {
    const reader = new MessageReader();
    reader.push(Buffer.from([0x51, 0, 0, 0, 3]));
    expect(() => reader.nextTyped()).toThrow(/impossible length/);
  });
});
