import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';

/** Where a page of a list comes from. */
export interface PageSource<T, C> {
  limit: number;
  /** The entries after the cursor that was asked for, at most so many. */
  read: (atMost: number) => Promise<readonly T[]>;
  /** The cursor after an entry. */
  cursorOf: (entry: T) => C;
}

export interface Page<T, C> {
  entries: T[];
  /** The cursor of the next page; null at the end. */
  next: C | null;
}

/**
 * Reads a page. The address of the next one, with all else that was asked, goes into the header `Link` (RFC 8288); one entry more
 * than the page holds is read, so that there is no such address where nothing follows.
 */
export async function readPage<T, C extends string | number>(
  request: Pick<FastifyRequest, 'url'>,
  reply: Pick<FastifyReply, 'header'>,
  { limit, read, cursorOf }: PageSource<T, C>,
): Promise<Page<T, C>> {
  const found = await read(limit + 1);
  const entries = found.slice(0, limit);
  const last = entries.at(-1);
  const next = last !== undefined && found.length > limit ? cursorOf(last) : null;
  if (next !== null) reply.header('link', `<${nextAddress(request.url, next)}>; rel="next"`);
  return { entries, next };
}

function nextAddress(url: string, cursor: string | number): string {
  const [path = '', query = ''] = url.split('?', 2);
  const next = new URLSearchParams(query);
  next.set('cursor', String(cursor));
  return `${path}?${next.toString()}`;
}

const BETWEEN_KEYS = '~';

/** A cursor of several keys, by which a list is ordered. */
export const cursorOfKeys = (...keys: readonly string[]): string => keys.join(BETWEEN_KEYS);

/** What a cursor of several keys says; `parse` gives null for keys that are none of the list's. Throws `invalid-input` then. */
export function readCursor<T>(text: string | undefined, parse: (keys: readonly string[]) => T | null): T | null {
  if (text === undefined) return null;
  const cursor = parse(text.split(BETWEEN_KEYS));
  if (cursor !== null) return cursor;
  throw new Fault('invalid-input', 'The cursor is not one of ours.', [{ path: '/cursor', message: 'unknown' }]);
}
