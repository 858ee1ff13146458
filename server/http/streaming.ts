import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { Fault } from '../core/fault.ts';

/** So much text is made at a time: one to three milliseconds of the thread that answers everybody. */
const CHUNK_CHARACTERS = 64 * 1024;

/** Pieces of text put together to chunks of at least `size` characters; the last may be shorter. */
export function* gathered(pieces: Iterable<string>, size = CHUNK_CHARACTERS): Generator<string> {
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < size) continue;
    yield held;
    held = '';
  }
  if (held !== '') yield held;
}

export interface StreamOptions {
  /** How many characters are made at a time. */
  size?: number;
  /** Resolves when all others have had their turn. */
  pause?: () => Promise<unknown>;
}

/**
 * A long text as a stream. It is made as it is read, a chunk at a time, and after each chunk all others have their turn, so that whoever
 * asks for little never waits for who asks for much. When the reader goes, no more is made; what `pieces` throw ends the stream with
 * an error, and so the connection.
 */
export function streamOf(pieces: Iterable<string>, { size, pause = nextTurn }: StreamOptions = {}): Readable {
  return Readable.from(inTurns(pieces, size, pause), { objectMode: false });
}

async function* inTurns(
  pieces: Iterable<string>,
  size: number | undefined,
  pause: () => Promise<unknown>,
): AsyncGenerator<Buffer> {
  for (const chunk of gathered(pieces, size)) {
    yield Buffer.from(chunk);
    await pause();
  }
}

/** Answers with a long text. The route's schema only describes it: no serialiser walks what is written already. */
export function sendText(reply: FastifyReply, mediaType: string, pieces: Iterable<string>): FastifyReply {
  return reply.type(mediaType).send(streamOf(pieces));
}

/** Answers with a file to be saved under a name. */
export function sendFile(
  reply: FastifyReply,
  name: string,
  file: { content: Readable; mediaType: string },
): FastifyReply {
  return reply.type(file.mediaType).header('content-disposition', `attachment; filename="${name}"`).send(file.content);
}

/** Bytes that are there already, as a stream: nobody walks them all at once on their way out. */
export const streamOfBytes = (bytes: Uint8Array): Readable => Readable.from(slicesOf(bytes), { objectMode: false });

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_CHARACTERS) yield bytes.subarray(at, at + CHUNK_CHARACTERS);
}

/** Aborted when nobody waits for an answer any more, whether it was given or not. */
export function hungUp({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => controller.abort(new Fault('unavailable', 'Whoever asked for this has gone.')));
  return controller.signal;
}
