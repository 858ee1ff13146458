import type { FastifyInstance } from 'fastify';
import { Fault } from '../core/fault.ts';

/**
 * Which methods an address takes, learnt from the routes as they are registered: what tells 405 from 404.
 * Must be called before the routes are registered.
 */
export function learnAddresses(app: FastifyInstance): (path: string) => string[] {
  const addresses = new Map<string, { matcher: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', (route) => {
    const known = addresses.get(route.url) ?? { matcher: matcherOf(route.url), methods: new Set<string>() };
    for (const method of [route.method].flat()) known.methods.add(method);
    addresses.set(route.url, known);
  });
  return (path) => {
    const methods = new Set<string>();
    for (const address of addresses.values()) {
      if (address.matcher.test(path)) for (const method of address.methods) methods.add(method);
    }
    return [...methods].toSorted();
  };
}

function matcherOf(pattern: string): RegExp {
  const source = pattern
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')))
    .join('/');
  return new RegExp(`^${source}$`);
}

/** The refusal for an address and method that no route answers. */
export function noSuchRoute(methods: readonly string[], method: string): Fault {
  if (methods.length === 0) return new Fault('not-found', 'There is nothing at this address.');
  return new Fault('method-not-allowed', `${method} is not possible here; ${methods.join(', ')} is.`, [], {
    allow: methods,
  });
}
