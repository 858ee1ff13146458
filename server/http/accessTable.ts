import type { AccessRule } from './accessRules.ts';

/** Who may call what: a rule for each method and pattern, as the route is registered (`GET /api/v1/plans/:id`). HEAD follows GET. */
export type AccessEntries = Readonly<Record<string, AccessRule>>;

/** The one table of who may do what, composed of the entries of all who register routes. */
export class AccessTable {
  readonly #rules = new Map<string, AccessRule>();

  /** Takes the entries of each, by the name of whoever brings them. Throws when two claim the same route. */
  constructor(entries: Readonly<Record<string, AccessEntries>>) {
    const owners = new Map<string, string>();
    for (const [owner, own] of Object.entries(entries))
      for (const [key, rule] of Object.entries(own)) {
        const other = owners.get(key);
        if (other !== undefined)
          throw new Error(`The route “${key}” is in the access.ts of both ${other} and ${owner}.`);
        owners.set(key, owner);
        this.#rules.set(key, rule);
      }
  }

  /** The rule of a route. Throws when there is none, so that such a route cannot be registered. */
  ruleOf(method: string, pattern: string): AccessRule {
    const key = accessKey(method, pattern);
    const rule = this.#rules.get(key);
    if (rule === undefined)
      throw new Error(`The route “${key}” has no entry in the access table (the access.ts of its slice).`);
    return rule;
  }

  /** The keys of all entries. */
  keys(): string[] {
    return [...this.#rules.keys()];
  }
}

/** The key of a route in the table. */
export const accessKey = (method: string, pattern: string): string =>
  `${method === 'HEAD' ? 'GET' : method} ${pattern}`;
