import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { LogLevel } from '../log/log.ts';

/** Slower than this is worth a line whatever it was. */
const SLOW_MS = 1_000;

/**
 * Logs carry ids, routes and counts: a request is named by its route's pattern, never by its URL, whose query may hold a
 * person's address or position; headers and bodies are not logged at all.
 */
export function loggerOptions(config: { logLevel: LogLevel }): FastifyServerOptions['logger'] {
  return {
    level: config.logLevel,
    serializers: { req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url }) },
    redact: ['req.headers', 'headers', 'password', 'token', '*.password', '*.token', 'err.parameters', 'err.detail'],
  };
}

/** Whether lines of level debug are written; Fastify's type hides pino's own question. */
function writesDebug(app: FastifyInstance): boolean {
  return app.log.level === 'debug' || app.log.level === 'trace';
}

/** One line per request that changed something, failed or was slow; plain reads only at level debug, they are counted in the metrics. */
export function logRequests(app: FastifyInstance): void {
  const debug = writesDebug(app);
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode, elapsedTime } = reply;
    const plainRead = statusCode < 400 && request.method === 'GET' && elapsedTime < SLOW_MS;
    if (!plainRead || debug) {
      const line = {
        method: request.method,
        route: request.routeOptions.url,
        status: statusCode,
        ms: Math.round(elapsedTime * 10) / 10,
        account: request.principal?.accountId,
      };
      if (plainRead) request.log.debug(line, 'request');
      else request.log.info(line, 'request');
    }
    done();
  });
}
