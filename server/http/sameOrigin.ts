import type { FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';
import { isBearer } from './credentials.ts';

/**
 * Refuses a write that a page of another site made a browser send (CSRF). Browsers name the sender of every write in `Origin`
 * and, newer ones, in `Sec-Fetch-Site`; a request with neither comes from a program, which no foreign page can steer. Only a
 * Bearer token is let pass unseen: cookies and Basic passwords a browser sends along by itself, that one it never does.
 */
export function refuseForeignOrigin(request: Pick<FastifyRequest, 'headers' | 'host'>): void {
  const { origin, 'sec-fetch-site': site, authorization } = request.headers;
  if (authorization !== undefined && isBearer(authorization)) return;
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && hostOf(origin) !== request.host);
  if (foreign) throw new Fault('forbidden', 'The request was sent by a page of another site.');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
