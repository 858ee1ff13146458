import compress from '@fastify/compress';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { KEPT, tagAnswer } from './entityTag.ts';

type AddRoutes = (context: FastifyInstance) => Promise<void>;

export interface WideRoutes {
  /** Routes whose answers are the same for all who may have them: a browser keeps them and asks whether they still hold. */
  kept: AddRoutes;
  /** Routes of which some take files in a form, each of at most `fileBytes`. */
  forms: AddRoutes;
  fileBytes: number;
}

/**
 * Adds the routes that need more than a lookup does: compressed answers, entity tags, forms. Slices have no contexts of their own: they add
 * their routes to the app itself, or here. Fastify makes a class of requests and one of replies for each context, and a place in the code
 * stays fast while it has met four shapes of objects at most. Refusals and pages bring one each, so one context beside the app is what there is
 * room for: with more, once all had been asked, every lookup took a quarter to a half longer until a restart.
 */
export async function addWideRoutes(app: FastifyInstance, { kept, forms, fileBytes }: WideRoutes): Promise<void> {
  await app.register(async (context) => {
    await context.register(compress, { global: true, globalDecompression: false, encodings: ['br', 'gzip'] });
    await context.register(multipart, {
      limits: { fileSize: fileBytes, files: 3, fields: 12, parts: 15, fieldSize: 10_000 },
      throwFileSizeLimit: true,
    });
    context.addHook('onSend', tagAnswer);
    let isKept = true;
    context.addHook('onRoute', (route) => {
      if (isKept) route.onRequest = [allowKeeping, ...hooksOf(route.onRequest)];
    });
    await kept(context);
    isKept = false;
    await forms(context);
  });
}

function hooksOf<T>(hooks: T | T[] | undefined): T[] {
  return hooks === undefined ? [] : ([hooks].flat() as T[]);
}

function allowKeeping(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
  if (request.method === 'GET' || request.method === 'HEAD') reply.header('cache-control', KEPT);
  done();
}
