import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;
let port: number;

beforeAll(async () => {
  started = await startApp();
  port = Number(new URL(await started.app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => started.close());

/** The status of a request whose target goes over the wire as it is written here: clients tidy theirs. */
function statusOf(target: string, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (data) => {
      text += data.toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      if (!status) return;
      socket.destroy();
      resolve(Number(status));
    });
    socket.on('error', reject);
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  });
}

const FOLDERS = ['/api/docs/static', '/api/docs', '/assets', '', '/api', '/ogc', '/api/v1/generations'];
const TAILS = [
  '/..',
  '/../',
  '/.',
  '/../../package.json',
  '/%2e%2e',
  '/%2E%2E/%2e%2e/etc/passwd',
  '/..%2f..%2fpackage.json',
  '/..%5c..%5cpackage.json',
  '/%5c..%5c',
  '/.git/config',
  '/.env',
  '//',
  '//etc/passwd',
  '/%252e%252e/',
  `/${'a'.repeat(5_000)}`,
  `/${'a/'.repeat(2_000)}`,
  '/index.html/',
  '/index.html%20',
  '/con:',
  '/~root',
  '/*',
  '/;',
  '/%7f',
  '/%e2%80%ae',
];

describe('odd addresses', () => {
  it.each(FOLDERS)('below “%s” are refused or answered, never with a 5xx', async (folder) => {
    for (const tail of TAILS)
      for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
        const status = await statusOf(`${folder}${tail}`, method);
        expect(status, `${method} ${folder}${tail.slice(0, 40)}`).toBeLessThan(500);
      }
  });
});
