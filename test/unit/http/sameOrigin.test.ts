import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { refuseForeignOrigin } from '../../../server/http/sameOrigin.ts';

const sent = (headers: FastifyRequest['headers']) => () =>
  refuseForeignOrigin({ host: 'grid.example', headers: { origin: 'https://evil.example', ...headers } });

describe('a write that a page of another site makes a browser send', () => {
  it.each([
    ['the cookie', { cookie: 'gw_session=x' }],
    ['Basic, which browsers remember', { authorization: 'Basic eDpnd18x' }],
    ['Digest', { authorization: 'Digest x' }],
    ['Negotiate', { authorization: 'Negotiate x' }],
    ['nothing', {}],
  ])('is refused with %s', (_what, headers) => {
    expect(sent(headers)).toThrow(/page of another site/);
  });

  it('cannot carry a Bearer token, so that one is let pass', () => {
    expect(sent({ authorization: 'Bearer gw_x' })).not.toThrow();
  });
});
