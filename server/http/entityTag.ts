import { createHash } from 'node:crypto';
import type { DoneFuncWithErrOrRes, FastifyReply, FastifyRequest } from 'fastify';

/** What stands in `cache-control` where answers may be kept by who asked, but asked for again each time. */
export const KEPT = 'private, no-cache';
/** So much of SHA-256 in base64 are 160 bits. */
const HASH_CHARACTERS = 27;

/** By what an answer is known before it is made. */
export interface AnswerVersion {
  /** Of the data it is made from: another one whenever they are others. */
  data: string;
  /** How the answer begins: another one when a later version of the service writes it in another form. */
  beginning: Iterable<string>;
}

/**
 * Gives an answer its entity tag, before the work on it. True where whoever asks has this version already: then 304 has been sent
 * and there is nothing left to do.
 */
export function isUnchanged(request: FastifyRequest, reply: FastifyReply, version: AnswerVersion): boolean {
  const tag = entityTag(request, version);
  reply.header('etag', tag);
  if (!names(request.headers['if-none-match'], tag)) return false;
  reply.code(304).send();
  return true;
}

/** An `onSend` hook: gives an answer that was made whole its tag, where it may be kept. What is sent in pieces has had it before. */
export function tagAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: DoneFuncWithErrOrRes,
): void {
  const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
  const mayBeKept = request.method === 'GET' && reply.statusCode === 200 && reply.getHeader('cache-control') === KEPT;
  if (!isWhole || !mayBeKept) return done();
  const tag = `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, HASH_CHARACTERS)}"`;
  reply.header('etag', tag);
  if (!names(request.headers['if-none-match'], tag)) return done();
  reply.code(304);
  done(null, '');
}

/** Weak, since the same answer may come compressed or not. */
function entityTag({ url, headers }: FastifyRequest, { data, beginning }: AnswerVersion): string {
  const hash = createHash('sha256').update(JSON.stringify([data, url, headers.accept ?? '']));
  for (const piece of beginning) hash.update(piece);
  return `W/"${hash.digest('base64url').slice(0, HASH_CHARACTERS)}"`;
}

/** Whether an `If-None-Match` names a tag (RFC 9110, 13.1.2: weak tags and strong ones compare alike). */
function names(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((each) => opaque(each) === opaque(tag));
}
