import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

declare module 'fastify' {
  interface FastifyInstance {
    /** Where slices register their own metrics. */
    metrics: Registry;
  }
}

const UPPER_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Times every route registered from now on and serves the numbers at `/metrics`. */
export function measureRequests(app: FastifyInstance): void {
  const registry = new Registry();
  app.decorate('metrics', registry);
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route, method and status class',
    labelNames: ['method', 'route', 'status'],
    buckets: UPPER_SECONDS,
    registers: [registry],
  });
  app.addHook('onRoute', (route) => {
    if (route.method === 'HEAD') return;
    const method = [route.method].flat().join(',');
    route.onResponse = [observer(durations, method, route.url), ...[route.onResponse ?? []].flat()];
  });
  app.addHook('onClose', async () => registry.clear());
}

/** The labels of a route are bound once per status class, not once per request. */
function observer(durations: Histogram<'method' | 'route' | 'status'>, method: string, route: string) {
  const byClass: (Histogram.Internal<string> | undefined)[] = [];
  return (_request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const statusClass = Math.floor(reply.statusCode / 100);
    byClass[statusClass] ??= durations.labels({ method, route, status: `${statusClass}xx` });
    byClass[statusClass].observe(reply.elapsedTime / 1000);
    done();
  };
}
