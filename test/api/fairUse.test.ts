import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedIn, startApp, type TestApp } from './harness.ts';

const VALIDATE = '/api/v1/coverage/validate';
const EMPTY = JSON.stringify({ features: { type: 'FeatureCollection', features: [] } });
/** 20 MiB, written out. */
const MEMBERS_BYTES = 20_971_520;
const PLANNERS_BYTES = 104_857_600;

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  problem: { code?: string; limit?: string; most?: number; detail?: string };
}

interface Sending {
  answer: Promise<Answer>;
  /** The service has read the head and wants the body. */
  wanted: Promise<void>;
  write(text: string | Buffer): void;
  end(text?: string): void;
  breakOff(): void;
}

let started: TestApp;
let port = 0;

beforeAll(async () => {
  started = await startApp();
  await started.app.listen({ port: 0, host: '127.0.0.1' });
  port = (started.app.server.address() as AddressInfo).port;
});
afterAll(() => started.close());

/** A request over a real connection, whose body comes when the test says so. */
function send(who: SignedIn, headers: Record<string, string | number> = {}, path = VALIDATE): Sending {
  const sent = httpRequest({
    port,
    path,
    method: 'POST',
    agent: false,
    headers: { ...who, 'content-type': 'application/json', ...headers },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    let answered = false;
    sent.on('response', (response) => {
      answered = true;
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += String(chunk);
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          problem: JSON.parse(text) as Answer['problem'],
        }),
      );
    });
    sent.on('error', (error) => {
      if (!answered) reject(error);
    });
  });
  answer.catch(() => undefined);
  const wanted = new Promise<void>((resolve) => sent.on('continue', resolve));
  sent.flushHeaders();
  return {
    answer,
    wanted,
    write: (text) => void sent.write(text),
    end: (text) => void sent.end(text),
    breakOff: () => void sent.destroy(),
  };
}

const check = async (who: SignedIn): Promise<Answer> => {
  const sending = send(who, { 'content-length': EMPTY.length });
  sending.end(EMPTY);
  return sending.answer;
};

/** A check whose head has been taken and whose body is still to come. */
async function begin(who: SignedIn, bytes: number): Promise<Sending> {
  // The service knows the session from here on and takes the next head at once.
  await check(who);
  const sending = send(who, { 'content-length': bytes, expect: '100-continue' });
  await sending.wanted;
  return sending;
}

async function untilTaken(who: SignedIn): Promise<Answer> {
  for (;;) {
    const answer = await check(who);
    if (answer.status !== 429) return answer;
  }
}

describe('the size of a check', () => {
  it.each([VALIDATE, '/api/v1/coverage/check-file'])(
    'is refused by what a member declares, unread, at %s',
    async (path) => {
      const headers = { 'content-length': MEMBERS_BYTES + 1, 'content-type': 'multipart/form-data; boundary=x' };
      const { status, problem } = await send(await started.signIn('member050101'), headers, path).answer;
      expect(status).toBe(413);
      expect(problem).toMatchObject({ code: 'too-large', limit: 'bytes', most: MEMBERS_BYTES });
    },
  );

  it('is counted while it comes where a member does not declare it', async () => {
    const sending = send(await started.signIn('member050101'));
    const mebibyte = Buffer.alloc(1024 * 1024, ' ');
    for (let i = 0; i < 20; i++) sending.write(mebibyte);
    sending.write(' ');
    const { status, problem } = await sending.answer;
    expect(status).toBe(413);
    expect(problem).toMatchObject({ limit: 'bytes', most: MEMBERS_BYTES });
    sending.breakOff();
  });

  it('is counted over all files of a form', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const sending = send(await started.signIn('member050101'), headers, '/api/v1/coverage/check-file');
    const part = (name: string) =>
      `\r\n--x\r\nContent-Disposition: form-data; name="${name}"; filename="a.json"\r\n\r\n`;
    const tenMebibytes = Buffer.alloc(MEMBERS_BYTES / 2, ' ');
    sending.write(part('file'));
    sending.write(tenMebibytes);
    sending.write(part('parent'));
    sending.write(tenMebibytes);
    sending.end(' \r\n--x--\r\n');
    const { status, problem } = await sending.answer;
    expect(status).toBe(413);
    expect(problem).toMatchObject({ limit: 'bytes', most: MEMBERS_BYTES });
  });

  it('may be larger for a planner, up to a limit of its own', async () => {
    const planner = await started.signIn('planner');
    const body = EMPTY.padEnd(MEMBERS_BYTES + 1);
    const larger = send(planner, { 'content-length': body.length });
    larger.end(body);
    expect((await larger.answer).status).toBe(200);
    const { status, problem } = await send(planner, { 'content-length': PLANNERS_BYTES + 1 }).answer;
    expect(status).toBe(413);
    expect(problem).toMatchObject({ most: PLANNERS_BYTES });
  });
});

describe('a packed body', () => {
  it('is not unpacked', async () => {
    const packed = gzipSync(EMPTY);
    const sending = send(await started.signIn('member050101'), { 'content-encoding': 'gzip' });
    sending.write(packed);
    sending.end();
    const { status, problem } = await sending.answer;
    expect(status).toBe(415);
    expect(problem).toMatchObject({ code: 'unsupported-media-type' });
  });
});

describe('an account', () => {
  it('has one check at a time, and the next as soon as that is done or broken off', async () => {
    const member = await started.signIn('member050101');
    const first = await begin(member, EMPTY.length);
    const refused = await check(member);
    expect(refused.status).toBe(429);
    expect(refused.problem.code).toBe('too-many-requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    first.end(EMPTY);
    expect((await first.answer).status).toBe(200);
    const second = await begin(member, EMPTY.length);
    expect((await check(member)).status).toBe(429);
    second.breakOff();
    expect((await untilTaken(member)).status).toBe(200);
  });
});

describe('all checks of members together', () => {
  it('are bounded, and a planner is not kept from one by them', async () => {
    const members = await Promise.all(
      Array.from({ length: 7 }, () => started.sessionFor([{ role: 'member', scope: '050101' }])),
    );
    const [seventh, ...six] = members as [SignedIn, ...SignedIn[]];
    const sendings: Sending[] = [];
    for (const member of six) sendings.push(await begin(member, MEMBERS_BYTES));
    const { status, headers } = await check(seventh);
    expect(status).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect((await check(await started.signIn('planner'))).status).toBe(200);
    for (const sending of sendings) sending.breakOff();
  });
});
