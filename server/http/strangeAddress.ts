import type { FastifyInstance } from 'fastify';
import { Fault } from '../core/fault.ts';

/** Refuses addresses that no honest client makes and that no database takes: NUL, and text that is not UTF-8 when decoded. */
export function refuseStrangeAddresses(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const url = request.raw.url ?? '';
    const percent = url.indexOf('%');
    if (percent < 0) done();
    else if (url.includes('%00', percent))
      done(new Fault('bad-request', 'The address has a NUL character (%00) in it.'));
    else if (!decodes(url)) done(new Fault('bad-request', 'The address has percent signs that are no UTF-8 text.'));
    else done();
  });
}

function decodes(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
