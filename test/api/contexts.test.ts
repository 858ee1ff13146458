import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from './harness.ts';

/** The app's own, that of the wide routes and that of the API's description. V8 wants four shapes at most, and refusals and pages are one each. */
const MOST_CLASSES = 3;

let started: TestApp;
const requests = new Set<unknown>();
const replies = new Set<unknown>();

function notice(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRequest', (request, reply, done) => {
    requests.add(request.constructor);
    replies.add(reply.constructor);
    done();
  });
}

beforeAll(async () => {
  subscribe('fastify.initialization', notice);
  started = await startApp();
});
afterAll(async () => {
  unsubscribe('fastify.initialization', notice);
  await started.close();
});

it('all routes together have few classes of requests and replies, so that lookups stay fast whatever else is asked', async () => {
  for (const { method, url } of started.app.guardedRoutes)
    await started.app.inject({ method: method as 'GET', url: url.replaceAll(/:\w+/g, '1').replace('*', 'index.html') });
  await started.app.inject('/no/such/page');
  await started.app.inject('/api/docs/');
  expect(started.app.guardedRoutes.length).toBeGreaterThan(60);
  expect(requests.size).toBeLessThanOrEqual(MOST_CLASSES);
  expect(replies.size).toBeLessThanOrEqual(MOST_CLASSES);
  expect(requests.size).toBeGreaterThan(1);
});
