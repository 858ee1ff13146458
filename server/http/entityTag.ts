import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

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

/** Weak, since the same answer may come compressed or not. */
function entityTag({ url, headers }: FastifyRequest, { data, beginning }: AnswerVersion): string {
  const hash = createHash('sha256').update(JSON.stringify([data, url, headers.accept ?? '']));
  for (const piece of beginning) hash.update(piece);
  return `W/"${hash.digest('base64url').slice(0, 27)}"`;
}

/** Whether an `If-None-Match` names a tag (RFC 9110, 13.1.2: weak tags and strong ones compare alike). */
function names(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const opaque = (text: string): string => text.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((each) => opaque(each) === opaque(tag));
}
