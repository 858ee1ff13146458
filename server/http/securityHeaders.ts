import type { FastifyInstance } from 'fastify';

/**
 * For answers that are data: nothing in them may load or run anything. Only these, since every header costs each lookup about 2 %
 * of its time, and the others protect pages.
 */
const DATA_CONTENT = "default-src 'none'; frame-ancestors 'none'";

const MAP_CONTENT = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "script-src 'self'",
  // The map's worker, which its library may start from a blob.
  "worker-src 'self' blob:",
  "child-src 'self' blob:",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  // The component library writes its styles into the page.
  "style-src 'self' 'unsafe-inline'",
];

/** For pages. `basemapOrigin` is a foreign map style's host, allowed to be fetched from when it is configured. */
export function pageHeaders(basemapOrigin: string | null): Readonly<Record<string, string>> {
  const connect = `connect-src 'self' blob: data:${basemapOrigin === null ? '' : ` ${basemapOrigin}`}`;
  return {
    'content-security-policy': [...MAP_CONTENT, connect].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), payment=(), geolocation=(self)',
    'x-frame-options': 'DENY',
  };
}

/** Sets the headers of data on every answer; those that are pages replace them. HSTS only where the request came by https. */
export function setDataHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-content-type-options', 'nosniff').header('content-security-policy', DATA_CONTENT);
    // What depends on who asks stays in nobody's store; routes whose answers are the same for all say otherwise.
    if (request.url.startsWith('/api/v1/')) reply.header('cache-control', 'no-store');
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
    done();
  });
}
