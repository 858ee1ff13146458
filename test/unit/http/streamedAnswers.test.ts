import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import compress from '@fastify/compress';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendText } from '../../../server/http/streaming.ts';

const LINE = `${'grid '.repeat(20_000)}\n`;
const LINES = 2_000;

describe('an answer that is made while it is sent', () => {
  const app = Fastify();
  const state = { made: 0, isOver: false, breaksAt: LINES };
  let port = 0;

  function* lines(): Generator<string> {
    try {
      for (state.made = 0; state.made < LINES; state.made++) {
        if (state.made === state.breaksAt) throw new Error('the middle is missing');
        yield LINE;
      }
    } finally {
      state.isOver = true;
    }
  }

  beforeAll(async () => {
    await app.register(compress, { encodings: ['br', 'gzip'] });
    app.get('/lines', (_request, reply) => sendText(reply, 'text/plain; charset=utf-8', lines()));
    await app.listen({ port: 0, host: '127.0.0.1' });
    port = (app.server.address() as AddressInfo).port;
  });
  afterAll(() => app.close());

  const ask = async (encoding: string): Promise<IncomingMessage> => {
    Object.assign(state, { isOver: false });
    const request = get({ port, path: '/lines', headers: { 'accept-encoding': encoding } });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    return answer;
  };

  it.each(['identity', 'br'])(
    'is broken off where its making fails, never ended as if it were whole (%s)',
    async (encoding) => {
      state.breaksAt = 100;
      const answer = await ask(encoding);
      answer.resume();
      await expect(once(answer, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(answer.complete).toBe(false);
      state.breaksAt = LINES;
    },
  );

  it.each(['identity', 'br'])('is made no further when whoever asked has gone (%s)', async (encoding) => {
    const answer = await ask(encoding);
    await once(answer, 'data');
    answer.destroy();
    while (!state.isOver) await new Promise(setImmediate);
    expect(state.made).toBeLessThan(LINES);
  });
});
