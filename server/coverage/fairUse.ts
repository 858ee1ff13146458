import { Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';
import { scopesOf } from '../core/people/rights.ts';
import { waitAMoment } from '../threads/proofRefusals.ts';

const MEBIBYTE = 1024 * 1024;

/** What one check of a sent file may bring with it, in bytes. */
export const CHECK_BYTES = { member: 20 * MEBIBYTE, planner: 100 * MEBIBYTE } as const;

/** What all checks that are on their way or being made may hold together, in bytes: members never take what planners need. */
const BYTES_TOGETHER = { member: 120 * MEBIBYTE, planner: 400 * MEBIBYTE } as const;

const RETRY_AFTER_SECONDS = 10;

type Lane = keyof typeof CHECK_BYTES;

interface Place {
  lane: Lane;
  bytes: number;
  /** Its body has arrived and is worked on: that goes on even when whoever asked has gone. */
  working: boolean;
}

/** Whether somebody plans borders anywhere: their checks are larger, and wait for nobody else's. */
export const isPlanner = ({ principal }: Pick<FastifyRequest, 'principal'>): boolean =>
  principal !== null && scopesOf(principal.roles, 'planBorders').length > 0;

const laneOf = (request: FastifyRequest): Lane => (isPlanner(request) ? 'planner' : 'member');

/** The most bytes that whoever asks may send to be checked. */
export const mostBytesOf = (request: FastifyRequest): number => CHECK_BYTES[laneOf(request)];

/** Lets every account check one file at a time, of a size by its rights, and all together no more than the service can hold. */
export class FairUse {
  readonly #places = new Map<string, Place>();
  /** Each request's own place: one that hung up must not take its successor's. */
  readonly #admitted = new WeakMap<FastifyRequest, Place>();
  readonly #together: Record<Lane, number> = { member: 0, planner: 0 };

  /** An `onRequest` hook: refuses before the body is read (`too-large`, `too-many-requests`, `unavailable`), else keeps a place. */
  readonly admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { principal } = request;
    if (!principal) throw new Fault('unauthenticated', 'Please sign in, or send a token.');
    const lane = laneOf(request);
    const declared = Number(request.headers['content-length'] ?? CHECK_BYTES[lane]);
    if (declared > CHECK_BYTES[lane]) throw tooLarge(CHECK_BYTES[lane]);
    if (this.#places.has(principal.accountId)) throw oneAtATime();
    if (this.#together[lane] + declared > BYTES_TOGETHER[lane])
      throw waitAMoment('Many large files are on their way at the moment.');
    const place: Place = { lane, bytes: declared, working: false };
    this.#places.set(principal.accountId, place);
    this.#admitted.set(request, place);
    this.#together[lane] += declared;
    reply.raw.once('close', () => {
      if (!place.working) this.#release(principal.accountId, place);
    });
  };

  /** Does the work of an admitted request, and gives its place to the next when it is done. */
  async during<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    const accountId = request.principal?.accountId ?? '';
    const place = this.#admitted.get(request);
    if (place) place.working = true;
    try {
      return await work();
    } finally {
      if (place) this.#release(accountId, place);
    }
  }

  #release(accountId: string, place: Place): void {
    if (this.#places.get(accountId) !== place) return;
    this.#places.delete(accountId);
    this.#together[place.lane] -= place.bytes;
  }
}

/** A `preParsing` hook: counts a body while it comes, for those that do not say how long they are. */
export async function countBody(
  request: FastifyRequest,
  _reply: FastifyReply,
  payload: NodeJS.ReadableStream,
): Promise<Transform> {
  const most = mostBytesOf(request);
  let received = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > most) done(tooLarge(most));
      else done(null, chunk);
    },
  });
  payload.on('error', (error: Error) => counter.destroy(error));
  return payload.pipe(counter);
}

/** The refusal of a body that is larger than whoever sends it may send. */
export function tooLarge(most: number): Fault {
  const others = most === CHECK_BYTES.member ? ' Whoever plans borders may send more.' : '';
  return new Fault('too-large', `At most ${most} bytes can be checked at once.${others}`, [], { limit: 'bytes', most });
}

export const oneAtATime = (): Fault =>
  new Fault(
    'too-many-requests',
    'A check of yours is still being made. Each account checks one file at a time; please wait until it is done.',
    [],
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
