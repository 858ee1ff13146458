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
  // Most requests have none: those are not to wait for so much as a promise.
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (!isSizeable(request)) done(null, payload);
    else turns.take(request.principal?.accountId ?? request.ip, reply, (refusal) => done(refusal, payload));
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its bodies are read on another thread, or only as they come: they are not parsed here. */
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

  /** Calls `begin` when the turn has come, or at once with the refusal of one too many. */
  take(key: string, reply: FastifyReply, begin: (refusal: Fault | null) => void): void {
    const waiting = this.#waiting.get(key);
    const start = (): void => {
      const begun = performance.now();
      // Answered or hung up; at once where that was while it waited.
      finished(reply.raw, () => {
        setTimeout(() => this.#passOn(key), Math.min(performance.now() - begun, LONGEST_PAUSE_MS));
      });
      begin(null);
    };
    if (waiting === undefined) {
      this.#waiting.set(key, []);
      start();
    } else if (waiting.length < MOST_WAITING) waiting.push(start);
    else begin(tooMany());
  }

  #passOn(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    if (next) next();
    else this.#waiting.delete(key);
  }
}

const tooMany = (): Fault =>
  new Fault('too-many-requests', 'Many of your requests are waiting already. Please send fewer at once.', [], {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
