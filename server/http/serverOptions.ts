import { randomBytes } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { type FastifyReply, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify';
import type { LogLevel } from '../log/log.ts';
import { loggerOptions } from './logging.ts';
import { rawProblem, sendProblem } from './problem.ts';
import type { TrustedProxies } from './trustedProxies.ts';

/** Enough for every body but those of boundary files, whose routes say so themselves (`bodyLimit`). */
const BODY_LIMIT = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 120_000;

/** How the HTTP server itself behaves: limits, time-outs, and problems for what never reaches a route. */
export function serverOptions(config: { logLevel: LogLevel; trustProxy: TrustedProxies }): FastifyServerOptions {
  return {
    logger: loggerOptions(config),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustOf(config.trustProxy),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: requestIds(),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(error, request, reply),
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET' || socket.destroyed) return;
      const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
      if (socket.writable) socket.end(rawProblem(status));
      else socket.destroy();
    },
  };
}

/** Loopback, and the networks of RFC 1918, 3927, 4193 and 4291 that are not routed. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('127.0.0.0', 8);
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('169.254.0.0', 16);
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

/**
 * Counted proxies are believed only when the nearest is one of ours. Each adds the address it saw at the end of the header, so
 * what a client has written itself stands before those and is not looked at.
 */
function trustOf(proxies: TrustedProxies): FastifyServerOptions['trustProxy'] {
  if ('addresses' in proxies) return proxies.addresses.length === 0 ? false : proxies.addresses;
  return (address, hop) => hop < proxies.hops && (hop > 0 || isPrivate(address));
}

function isPrivate(address: string | undefined): boolean {
  const plain = address?.split('%', 1)[0] ?? '';
  const version = isIP(plain);
  return version !== 0 && PRIVATE.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

/** Request ids that differ between processes and starts, and are cheap: a random prefix and a running number. */
function requestIds(): () => string {
  const prefix = randomBytes(6).toString('base64url');
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}
