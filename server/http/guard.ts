import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction, RouteOptions } from 'fastify';
import { Fault } from '../core/fault.ts';
import type { Principal } from '../core/people/caller.ts';
import { type AccessCircumstances, type AccessRule, decide } from './accessRules.ts';
import type { AccessTable } from './accessTable.ts';
import type { Credentials } from './credentials.ts';
import { refuseForeignOrigin } from './sameOrigin.ts';

/** One route of the service with its rule, as the tests walk them. */
export interface GuardedRoute {
  method: string;
  url: string;
  rule: AccessRule;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route registered, with the rule that guards it. */
    guardedRoutes: GuardedRoute[];
  }
}

export interface GuardOptions {
  access: AccessTable;
  credentials: Credentials;
  circumstances: () => AccessCircumstances;
  /** Since when the database has not been heard of; null while it answers. */
  awaySince: () => Date | null;
}

/** On answers made from memory: when the database was last heard of. What is published later may be missing in them. */
const AS_OF = 'gridwarden-as-of';

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Puts the guard before every route registered from now on: resolves who asks, and lets pass whom the access table allows.
 * The rule is bound to the route when it is registered, so a request costs no look-up of it; a known session costs no query.
 */
export function guardRoutes(app: FastifyInstance, options: GuardOptions): void {
  app.decorateRequest('principal', null);
  app.decorate('guardedRoutes', []);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const rule = options.access.ruleOf(method, route.url);
      app.guardedRoutes.push({ method, url: route.url, rule });
    }
    const rule = options.access.ruleOf([route.method].flat()[0] ?? 'GET', route.url);
    // The HEAD route Fastify derives from a GET route comes with that one's guard.
    if ([route.onRequest ?? []].flat().some((hook) => guards.has(hook))) return;
    addFirst(
      route,
      guardOf(
        rule,
        options,
        [route.method].flat().some((method) => WRITES.has(method)),
      ),
    );
  });
}

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

const guards = new WeakSet<object>();

function addFirst(route: RouteOptions, hook: Hook): void {
  guards.add(hook);
  route.onRequest = [hook, ...[route.onRequest ?? []].flat()];
}

function guardOf(rule: AccessRule, options: GuardOptions, writes: boolean): Hook {
  const { credentials, circumstances, awaySince } = options;
  const whileAway = 'whileAway' in rule && rule.whileAway === true;
  const pass = (request: FastifyRequest, principal: Principal | null): void => {
    const isFromMemory = whileAway && awaySince() !== null;
    request.principal = principal !== null && isFromMemory ? { ...principal, fromMemory: true } : principal;
    if (writes) refuseForeignOrigin(request);
    if ('open' in rule) return;
    const code = typeof rule.scope === 'function' ? rule.scope(request) : null;
    const decision = decide(rule, principal, circumstances(), code);
    if (decision === 'unauthenticated') throw new Fault('unauthenticated', 'Please sign in, or send a token.');
    if (decision === 'forbidden') throw new Fault('forbidden', 'Your roles do not cover this.');
    if (rule.by === 'session' && principal?.kind === 'token') refuseToken();
  };
  return (request, reply, done) => {
    let error: Error | undefined;
    try {
      const since = whileAway ? awaySince() : null;
      if (since !== null) reply.header(AS_OF, since.toISOString());
      const found =
        'open' in rule
          ? null
          : credentials.resolve(request, { basic: rule.basic === true, afresh: rule.by === 'session', whileAway });
      if (found instanceof Promise) {
        void passLater(found, (principal) => pass(request, principal), done);
        return;
      }
      pass(request, found);
    } catch (refusal) {
      error = refusal as Error;
    }
    done(error);
  };
}

function refuseToken(): never {
  throw new Fault(
    'forbidden',
    'A token cannot do this: it would make or change something that lasts longer than the token. Sign in with the password.',
  );
}

async function passLater(
  found: Promise<Principal | null>,
  pass: (principal: Principal | null) => void,
  done: HookHandlerDoneFunction,
): Promise<void> {
  let error: Error | undefined;
  try {
    pass(await found);
  } catch (refusal) {
    error = refusal as Error;
  }
  done(error);
}
