import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Durations, RouteDurations } from './routeDurations.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Where slices register their own metrics. */
    metrics: Registry;
  }
}

/** Times every route registered from now on and serves the numbers at `/metrics`. */
export function measureRequests(app: FastifyInstance): void {
  const registry = new Registry();
  app.decorate('metrics', registry);
  collectDefaultMetrics({ register: registry });
  const durations = new RouteDurations(registry);
  app.addHook('onRoute', (route) => {
    if (route.method === 'HEAD') return;
    const method = [route.method].flat().join(',');
    route.onResponse = [observer(durations, method, route.url), ...[route.onResponse ?? []].flat()];
  });
  app.addHook('onClose', async () => registry.clear());
}

/** The labelled series of a route are made once per status class, not once per request. */
function observer(durations: RouteDurations, method: string, route: string) {
  const byClass: (Durations | undefined)[] = [];
  return (_request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const statusClass = Math.floor(reply.statusCode / 100);
    byClass[statusClass] ??= durations.series({ method, route, status: `${statusClass}xx` });
    byClass[statusClass].observe(reply.elapsedTime / 1000);
    done();
  };
}
