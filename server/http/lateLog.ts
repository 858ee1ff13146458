import type { FastifyBaseLogger } from 'fastify';

type Child = FastifyBaseLogger['child'];
type Bindings = Parameters<Child>[0];
type ChildOptions = Parameters<Child>[1];

/**
 * Makes the children of a logger when they first log: most requests log nothing, and a pino child costs a few percent of a
 * lookup. Not by Fastify's `childLoggerFactory`, whose answers Fastify checks method by method for every request.
 */
export function makeChildrenLate(log: FastifyBaseLogger): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its logger.
  const { child } = log;
  log.child = function late(this: FastifyBaseLogger, bindings, options) {
    return new LateLog(this, child, bindings, options);
  };
}

class LateLog implements FastifyBaseLogger {
  private readonly parent: FastifyBaseLogger;
  private readonly make: Child;
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

  constructor(parent: FastifyBaseLogger, make: Child, bindings: Bindings, options: ChildOptions) {
    this.parent = parent;
    this.make = make;
    this.bindings = bindings;
    this.options = options;
  }

  get level(): string {
    return this.made?.level ?? this.options?.level ?? this.parent.level;
  }

  /** pino's child, made at the first call. */
  get log(): FastifyBaseLogger {
    this.made ??= this.make.call(this.parent, this.bindings, this.options);
    return this.made;
  }

  child(bindings: Bindings, options?: ChildOptions): FastifyBaseLogger {
    return this.log.child(bindings, options);
  }
}

for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const) {
  LateLog.prototype[level] = function (this: LateLog, ...line: unknown[]): void {
    Reflect.apply(this.log[level], this.log, line);
  };
}
