import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';
import { noSuchRoute } from './notFound.ts';
import { pageHeaders } from './securityHeaders.ts';

/** Where `vite build` puts the browser's files, seen from the compiled server and from its source alike. */
const FROM_DIST = fileURLToPath(new URL('../../web/', import.meta.url));
const FROM_SOURCE = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const WEB_ROOT = import.meta.url.endsWith('.ts') ? FROM_SOURCE : FROM_DIST;

const NEVER_A_PAGE = /^\/(api|ogc|ingest|healthz|readyz|metrics)(\/|$)/;
const HASHED = /^\/assets\//;

/**
 * Answers everything no route answers: a file of the web app, the app's page for one of its own addresses, or a refusal
 * (404, or 405 with what is possible). Paths of the API never get the page.
 */
export async function serveWebFiles(
  app: FastifyInstance,
  options: { methodsAt: (path: string) => string[]; basemapOrigin: string | null },
): Promise<void> {
  const page = pageHeaders(options.basemapOrigin);
  await app.register(fastifyStatic, { root: WEB_ROOT, serve: false, preCompressed: true, cacheControl: false });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const methods = options.methodsAt(path);
    if (methods.length > 0 || NEVER_A_PAGE.test(path) || (request.method !== 'GET' && request.method !== 'HEAD')) {
      if (methods.length > 0) reply.header('allow', methods.join(', '));
      throw noSuchRoute(methods, request.method);
    }
    return sendWebFile(request, reply.headers(page), path);
  });
}

function sendWebFile(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  const file = fileAt(path);
  if (file !== null) {
    reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.sendFile(file);
  }
  const wantsPage = request.headers.accept === undefined || /text\/html|\*\/\*/.test(request.headers.accept);
  if (!wantsPage || /\.\w{1,8}$/.test(path) || fileAt('/index.html') === null)
    throw new Fault('not-found', 'There is nothing at this address.');
  return reply.header('cache-control', 'no-cache').sendFile('index.html');
}

/** The name of an existing file for a path, or null. Only plain names: what is odd is not ours. */
function fileAt(path: string): string | null {
  if (!/^(\/[\w@-][\w.@-]*)+$/.test(path)) return null;
  return existsSync(`${WEB_ROOT}${path.slice(1)}`) ? path.slice(1) : null;
}
