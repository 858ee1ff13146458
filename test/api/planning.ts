import type { EditAnswer, PlanDetail, PlanSummary } from '../../server/core/plans/schemas.ts';
import type { TestApp } from './harness.ts';

export type Headers = Record<string, string>;

/** Members of answers and problems that the tests look at, whichever route gave them. */
export interface Body extends EditAnswer, PlanDetail {
  code: string;
  grids: string[];
  drop: string[];
  faults: object[];
  errors: { path: string; message: string }[];
  at: number[] | null;
  grid: string | null;
}

/** An answer as the tests look at it. */
export interface Answer {
  status: number;
  body: Body;
}

/** The plans' API as one person uses it. */
export class Planner {
  readonly #started: TestApp;
  readonly headers: Headers;

  constructor(started: TestApp, headers: object) {
    this.#started = started;
    this.headers = { ...headers };
  }

  async call(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object, more: Headers = {}): Promise<Answer> {
    const answer = await this.#started.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { ...this.headers, ...more },
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as Body };
  }

  /** The body of a call that must succeed. */
  async done<T = unknown>(method: 'GET' | 'POST' | 'PATCH', url: string, payload?: object): Promise<T> {
    const { status, body } = await this.call(method, url, payload);
    if (status >= 300) throw new Error(`${method} ${url} → ${status} ${JSON.stringify(body)}`);
    return body as T;
  }

  begin(wish: object = {}): Promise<PlanSummary> {
    return this.done('POST', '/plans', { title: '调整', ...wish });
  }

  edit(plan: { id: string }, edit: object): Promise<EditAnswer> {
    return this.done('POST', `/plans/${plan.id}/edits`, edit);
  }

  tryEdit(plan: { id: string }, edit: object): Promise<Answer> {
    return this.call('POST', `/plans/${plan.id}/edits`, edit);
  }

  get(plan: { id: string }): Promise<PlanDetail> {
    return this.done('GET', `/plans/${plan.id}`);
  }

  /** Decides about a plan as it stands, having read it. */
  async decide(plan: { id: string }, verb: string, payload: object = {}, more: Headers = {}): Promise<Answer> {
    const { body } = await this.call('GET', `/plans/${plan.id}`);
    return this.call('POST', `/plans/${plan.id}/${verb}`, { revision: body.revision ?? 0, ...payload }, more);
  }

  /** The plan after a decision that must succeed. */
  async decided(plan: { id: string }, verb: string, payload: object = {}): Promise<PlanDetail> {
    const { status, body } = await this.decide(plan, verb, payload);
    if (status >= 300) throw new Error(`${verb} → ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Code to name of the plan's grids. */
  async names(plan: { id: string }): Promise<Record<string, string>> {
    const { features } = await this.done<EditAnswer['areas']>('GET', `/plans/${plan.id}/areas`);
    return Object.fromEntries(features.map(({ properties: { code, name } }) => [code, name]));
  }
}

/** Multipart form data with one file, by hand. */
export function formOf(
  name: string,
  bytes: Uint8Array | string,
  fields: Record<string, string> = {},
  part = 'file',
): { payload: Buffer; headers: Headers } {
  const boundary = 'boundary-of-the-test';
  const field = ([key, value]: [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`;
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="${name}"\r\n\r\n`;
  const payload = Buffer.concat([
    Buffer.from(Object.entries(fields).map(field).join('') + file),
    Buffer.from(bytes),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
