import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { canonicalJson } from '../core/canonicalJson.ts';
import { Fault } from '../core/fault.ts';

/** The sender's own key for a request, which then may be sent again after a lost answer, and the hash of what was asked with it. */
export interface RequestKey {
  key: string;
  /** SHA-256 of the method, the address and the body, in hexadecimal. */
  sha256: string;
}

const LONGEST_KEY = 200;

/** The headers of a route that reads a `requestKey`, for its description; what is wrong with a key is said there. */
export const RequestKeyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description: `The sender’s own key for this request, 1 to ${LONGEST_KEY} characters: sent again, it is carried out once`,
    }),
  ),
});

/**
 * Reads `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header); null when there is none. `body` is what the request says, where
 * that is not its JSON body. Throws `invalid-input` for a key that is empty or longer than 200 characters: one cut short could be
 * another's.
 */
export function requestKey(
  { headers, method, url, body }: Pick<FastifyRequest, 'headers' | 'method' | 'url' | 'body'>,
  said: unknown = body,
): RequestKey | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || key.trim() === '' || key.length > LONGEST_KEY)
    throw new Fault('invalid-input', `An Idempotency-Key has 1 to ${LONGEST_KEY} characters.`, [
      { path: '/Idempotency-Key', message: `1 to ${LONGEST_KEY} characters` },
    ]);
  const path = url.split('?', 1)[0] ?? '';
  const sha256 = createHash('sha256')
    .update(`${method} ${path}\n${canonicalJson(said ?? null)}`)
    .digest('hex');
  return { key, sha256 };
}

/**
 * Throws `key-reused` when a key that is on record already comes with something else: to answer as if that had been done would lose it.
 * Records of earlier versions have no hash and are taken as the same.
 */
export function demandSameRequest(recorded: string | null, request: RequestKey): void {
  if (recorded === null || recorded === request.sha256) return;
  throw new Fault(
    'key-reused',
    'This Idempotency-Key was sent with another request before. Send what is new with a key of its own.',
    [{ path: '/Idempotency-Key', message: 'belongs to another request' }],
  );
}
