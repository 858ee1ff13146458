import { finished } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';

/** Bodies from so many bytes on are worth a turn: to read one takes milliseconds of the thread that answers everybody. */
const SIZEABLE_BYTES = 64 * 1024;
/** So many of one account may wait; more are told to come back. */
const MOST_WAITING = 32;
/** The longest pause after a turn. */
const LONGEST_PAUSE_MS = 250;
const RETRY_AFTER_SECONDS = 2;

/**
 * Lets every account (or address, where nobody is signed in) have one sizeable body at a time read and answered. After each there is a
 * pause as long as it took, so that however many are sent at once, they take half of the thread at most and nobody else waits for
 * more than one. What goes to threads of its own (files, checks) has limits of its own and no turn here.
 */
export function takeTurnsWithBodies(app: FastifyInstance): void {
  const turns = new BodyTurns();
  app.addHook('preParsing', async (request, reply) => {
    if (isSizeable(request)) await turns.take(request.principal?.accountId ?? request.ip, reply);
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its bodies are read on another thread, or only as they come. */
    bodyElsewhere?: boolean;
  }
}

function isSizeable({ headers, routeOptions }: FastifyRequest): boolean {
  if (routeOptions.config.bodyElsewhere || headers['content-type']?.startsWith('multipart/')) return false;
  // A body without a length may be of any.
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) >= SIZEABLE_BYTES;
}

class BodyTurns {
  /** Whoever waits, by account; an entry without anybody in it is a turn that is taken. */
  readonly #waiting = new Map<string, (() => void)[]>();

  async take(key: string, reply: FastifyReply): Promise<void> {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, []);
    else if (waiting.length >= MOST_WAITING)
      throw new Fault(
        'too-many-requests',
        'Many of your requests are waiting already. Please send fewer at once.',
        [],
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    else await new Promise<void>((resolve) => waiting.push(resolve));
    const begun = performance.now();
    const pass = (): void => {
      setTimeout(() => this.#passOn(key), Math.min(performance.now() - begun, LONGEST_PAUSE_MS));
    };
    // Answered or hung up; at once where that was while it waited.
    finished(reply.raw, pass);
  }

  #passOn(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    if (next) next();
    else this.#waiting.delete(key);
  }
}
