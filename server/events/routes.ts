import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Kysely } from 'kysely';
import { Type } from 'typebox';
import { EVENT_KINDS, mayHear } from '../core/events/events.ts';
import { Fault } from '../core/fault.ts';
import type { Database } from '../db/database.ts';
import type { Tables } from '../db/tables.ts';
import { Choices, readChoices } from '../http/choices.ts';
import { callerOf } from '../http/principal.ts';
import { type EventHub, type HeardEvent, heard } from './eventHub.ts';
import { readEvents } from './queries.ts';

const PAGE = 500;
/** So often a word is said though nothing happens: proxies close what is silent, and a client that has gone is found out. */
const WORD_EVERY_MS = 15_000;
const MOST_BUFFERED_BYTES = 1024 * 1024;

export interface EventRoutesOptions {
  hub: EventHub;
  within: Database['within'];
}

/** What happens, as server-sent events (WHATWG HTML, 9.2): `/api/v1/events`. */
export const eventRoutes: FastifyPluginAsyncTypebox<EventRoutesOptions> = async (app, { hub, within }) => {
  app.get(
    '/api/v1/events',
    {
      schema: {
        operationId: 'followEvents',
        tags: ['events'],
        summary: 'What happens within one’s area; goes on where it broke off with `Last-Event-ID`',
        querystring: Type.Object(
          {
            kinds: Type.Optional(Choices(EVENT_KINDS)),
            wait: Type.Optional(Type.Boolean({ description: 'false: only what was missed, then the answer ends' })),
          },
          { additionalProperties: false },
        ),
        headers: Type.Object({
          'last-event-id': Type.Optional(
            Type.String({ description: 'The last event that was heard: what came after it is told first' }),
          ),
        }),
        response: { 200: { description: 'Events', content: { 'text/event-stream': { schema: Type.String() } } } },
      },
    },
    async (request, reply) => {
      const { principal } = callerOf(request);
      const chosen = readChoices('kinds', request.query.kinds, EVENT_KINDS);
      const kinds = new Set(chosen.length > 0 ? chosen : EVENT_KINDS);
      const after = sequenceOf(request.headers['last-event-id']);
      const wants = (event: HeardEvent) => kinds.has(event.kind) && mayHear(principal, event);
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      stream.write('retry: 2000\n\n');
      let told = after ?? 0;
      const tell = (event: HeardEvent): void => {
        if (event.sequence <= told || !wants(event)) return;
        told = event.sequence;
        // Whoever does not read is let go: it comes again and is told what it has missed.
        if (stream.writableLength > MOST_BUFFERED_BYTES) stream.destroy();
        else stream.write(textOf(event));
      };
      // What happens while the past is read waits, so that everything is told in its order.
      const waiting: HeardEvent[] = [];
      let isCaughtUp = after === null;
      const stop = hub.listen((event) => {
        if (!touchesAny(principal.roles, event.scope)) return;
        if (isCaughtUp) tell(event);
        else waiting.push(event);
      });
      const words = setInterval(() => stream.write(':\n\n'), WORD_EVERY_MS).unref();
      const forget = hub.whenClosed(() => stream.end());
      stream.on('close', () => {
        stop();
        forget();
        clearInterval(words);
      });
      const isOver = request.method === 'HEAD' || request.query.wait === false;
      try {
        if (after !== null) await replay(within(principal.roles.map(({ scope }) => scope)), after, tell);
        for (const event of waiting) tell(event);
        isCaughtUp = true;
        if (isOver) stream.end();
      } catch {
        // The client asks again from where it is.
        stream.destroy();
      }
    },
  );
};

const touchesAny = (roles: readonly { scope: string }[], code: string): boolean =>
  roles.some(({ scope }) => scope.startsWith(code) || code.startsWith(scope));

async function replay(db: Kysely<Tables>, after: number, tell: (event: HeardEvent) => void): Promise<void> {
  for (let last = after; ; ) {
    const rows = await readEvents(db, last, PAGE);
    for (const row of rows) tell(heard(row));
    if (rows.length < PAGE) return;
    last = Number(rows.at(-1)?.sequence ?? last);
  }
}

const textOf = ({ sequence, kind, at, data }: HeardEvent): string =>
  `id: ${sequence}\nevent: ${kind}\ndata: ${JSON.stringify({ at: at.toISOString(), ...(data as object) })}\n\n`;

/** The number after which to go on; null where nothing was heard before. */
function sequenceOf(header: string | string[] | undefined): number | null {
  if (header === undefined) return null;
  const sequence = Number(header);
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return sequence;
  throw new Fault('invalid-input', 'Last-Event-ID is not one of ours.', [
    { path: '/Last-Event-ID', message: 'unknown' },
  ]);
}
