import { Writable } from 'node:stream';
import Fastify, { LogController } from 'fastify';
import { describe, expect, it } from 'vitest';
import { makeChildrenLate } from '../../../server/http/lateLog.ts';

describe('a logger whose children are made late', () => {
  it('writes the lines of a request and of its children with all their bindings', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const app = Fastify({
      logger: { level: 'info', stream },
      logController: new LogController({ disableRequestLogging: true }),
      genReqId: () => 'one',
    });
    makeChildrenLate(app.log);
    app.get('/', (request) => {
      request.log.debug('not written');
      request.log.child({ part: 1 }).child({ deeper: 2 }).warn({ count: 3 }, 'said');
      return {};
    });
    expect((await app.inject('/')).statusCode).toBe(200);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 40, reqId: 'one', part: 1, deeper: 2, count: 3, msg: 'said' },
    ]);
    await app.close();
  });

  it('keeps the level and the serialisers given to a child', () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const app = Fastify({ logger: { level: 'info', stream } });
    makeChildrenLate(app.log);
    const quiet = app.log.child({}, { level: 'error', serializers: { spot: () => 'hidden' } });
    expect(quiet.level).toBe('error');
    quiet.info('not written');
    quiet.error({ spot: [109, 34] }, 'said');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ spot: 'hidden', msg: 'said' }]);
  });
});
