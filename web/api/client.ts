import type { InputError } from '../../server/core/inputError.ts';

/** An answer of the API that is not a success: RFC 9457 problem details, or what can be said when there is none. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly InputError[];
  /** Further members of the problem, e.g. the nearest grid of `outside-coverage`. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Seconds to wait before another try, where the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, body: Readonly<Record<string, unknown>>, retryAfterSeconds?: number) {
    const detail = typeof body.detail === 'string' ? body.detail : '';
    super(detail || `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = typeof body.code === 'string' ? body.code : codeOf(status);
    this.detail = detail;
    this.errors = Array.isArray(body.errors) ? (body.errors as InputError[]) : [];
    this.members = body;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The code for an answer that carries no problem details (a proxy in between, the network gone). */
function codeOf(status: number): string {
  if (status === 0) return 'unreachable';
  if (status === 401) return 'unauthenticated';
  if (status === 404) return 'not-found';
  return status >= 500 ? 'unavailable' : 'bad-request';
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** The path with its query; members without a value are left out. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  body?: unknown;
  /** The request's own key: sent again with it, it is carried out once. */
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
}

/**
 * Calls `/api/v1` and gives the JSON answer. The caller names the answer's type: those of `server/core/<slice>/schemas.ts`,
 * which the server serialises with. Throws a `Problem` for anything but a success.
 */
export async function call<Answer>(path: string, options: CallOptions = {}): Promise<Answer> {
  const { method = 'GET', query, body, idempotencyKey, signal } = options;
  const response = await reach(withQuery(`/api/v1${path}`, query), {
    method,
    signal: signal ?? null,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Problem(response.status, parseObject(text), retryAfter(response.headers.get('retry-after')));
  return (text ? JSON.parse(text) : undefined) as Answer;
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, {});
  }
}

/** The members of a JSON object, or none when the text is not one. */
export function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** The seconds of a `Retry-After` header. */
export function retryAfter(header: string | null): number | undefined {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds : undefined;
}
