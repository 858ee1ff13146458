import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { serverOptions } from '../../../server/http/serverOptions.ts';

/** The address a request is taken to come from. */
async function seen(trustProxy: string, peer: string, forwardedFor: string): Promise<string> {
  const app = Fastify(serverOptions(readConfig({ TRUST_PROXY: trustProxy, LOG_LEVEL: 'silent' })));
  app.get('/', (request) => `${request.ip} ${request.protocol}`);
  const headers = { 'x-forwarded-for': forwardedFor, 'x-forwarded-proto': 'https' };
  const answer = await app.inject({ url: '/', remoteAddress: peer, headers });
  await app.close();
  return answer.body;
}

const CLIENT = '203.0.113.9';
const INVENTED = '192.0.2.66';

describe('the address a request comes from', () => {
  it.each([
    ['of nobody, by default', '0', '127.0.0.1', CLIENT, '127.0.0.1 http'],
    ['of one proxy on this machine', '1', '127.0.0.1', CLIENT, `${CLIENT} https`],
    ['of one proxy in a private network', '1', '::ffff:10.0.0.5', CLIENT, `${CLIENT} https`],
    ['of two proxies', '2', '127.0.0.1', `${CLIENT}, 198.51.100.1`, `${CLIENT} https`],
    ['of a proxy by its address', '198.51.100.1', '198.51.100.1', CLIENT, `${CLIENT} https`],
    [
      'of proxies by their network',
      '198.51.100.0/24, 10.0.0.0/8',
      '10.3.4.5',
      `${CLIENT}, 198.51.100.7`,
      `${CLIENT} https`,
    ],
  ])('is believed %s', async (_whose, trusted, peer, header, address) => {
    expect(await seen(trusted, peer, header)).toBe(address);
  });

  it.each([
    ['behind one proxy', '1', '127.0.0.1', `${INVENTED}, ${CLIENT}`, `${CLIENT} https`],
    ['behind two', '2', '10.0.0.5', `${INVENTED}, ${CLIENT}, 198.51.100.1`, `${CLIENT} https`],
    ['behind a named one', '10.0.0.5', '10.0.0.5', `${INVENTED}, ${CLIENT}`, `${CLIENT} https`],
    ['past the proxy, from outside', '1', CLIENT, INVENTED, `${CLIENT} http`],
    ['past a named one', '10.0.0.5', CLIENT, INVENTED, `${CLIENT} http`],
  ])('is not the one a client invents %s', async (_where, trusted, peer, header, address) => {
    expect(await seen(trusted, peer, header)).toBe(address);
  });
});
