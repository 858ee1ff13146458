import type { FastifyBaseLogger } from 'fastify';

type Bindings = Parameters<FastifyBaseLogger['child']>[0];
type ChildOptions = Parameters<FastifyBaseLogger['child']>[1];

/**
 * A request's logger that is made when it first logs: most requests log nothing, and a pino child costs a few percent of a
 * lookup. Given to Fastify as its `childLoggerFactory`.
 */
export function lazyRequestLog(base: FastifyBaseLogger, bindings: Bindings, options: ChildOptions): FastifyBaseLogger {
  return new LazyRequestLog(base, bindings, options);
}

class LazyRequestLog implements FastifyBaseLogger {
  private readonly base: FastifyBaseLogger;
  private readonly bindings: Bindings;
  private readonly options: ChildOptions;
  private made: FastifyBaseLogger | null = null;

  declare fatal: FastifyBaseLogger['fatal'];
  declare error: FastifyBaseLogger['error'];
  declare warn: FastifyBaseLogger['warn'];
  declare info: FastifyBaseLogger['info'];
  declare debug: FastifyBaseLogger['debug'];
  declare trace: FastifyBaseLogger['trace'];
  declare silent: FastifyBaseLogger['silent'];

  constructor(base: FastifyBaseLogger, bindings: Bindings, options: ChildOptions) {
    this.base = base;
    this.bindings = bindings;
    this.options = options;
  }

  get level(): string {
    return this.base.level;
  }

  /** pino's child, made at the first call. */
  get log(): FastifyBaseLogger {
    this.made ??= this.base.child(this.bindings, this.options);
    return this.made;
  }

  child(bindings: Bindings, options?: ChildOptions): FastifyBaseLogger {
    return this.log.child(bindings, options);
  }
}

// Methods, not getters: Fastify looks at each of them for every request to see that it has got a logger.
for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const) {
  LazyRequestLog.prototype[level] = function (this: LazyRequestLog, ...line: unknown[]): void {
    Reflect.apply(this.log[level], this.log, line);
  };
}
