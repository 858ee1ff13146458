import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { isUnchanged } from '../../../server/http/entityTag.ts';

const state = { data: 'generation 1', beginning: ['{"a":1'], made: 0 };
const app = Fastify();
app.get('/answer', async (request, reply) => {
  if (isUnchanged(request, reply, state)) return reply;
  state.made++;
  return 'the answer';
});

const ask = (tag?: string, url = '/answer') =>
  app.inject({ url, headers: tag === undefined ? {} : { 'if-none-match': tag } });
const tagOf = async (url?: string): Promise<string> => String((await ask(undefined, url)).headers.etag);

it('what somebody has already is not made again', async () => {
  const tag = await tagOf();
  const made = state.made;
  for (const given of [tag, tag.replace('W/', ''), `"other", ${tag}`, '*']) {
    const answer = await ask(given);
    expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([304, '', tag]);
  }
  expect(state.made).toBe(made);
  expect((await ask('"other"')).statusCode).toBe(200);
});

it('another question, other data and another form have other tags', async () => {
  const before = await tagOf();
  expect(await tagOf()).toBe(before);
  expect(await tagOf('/answer?level=unit')).not.toBe(before);
  state.data = 'generation 2';
  const second = await tagOf();
  expect(second).not.toBe(before);
  state.beginning = ['{"b":1'];
  expect(await tagOf()).not.toBe(second);
});
