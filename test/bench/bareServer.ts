import Fastify from 'fastify';
import { LookupAnswer, LookupQuery } from '../../server/core/locate/schemas.ts';

/** A Fastify route of the same shape as the lookup that does nothing: what the framework alone can do. */
const answer: LookupAnswer = {
  grid: { code: '050210', name: '双信社区' },
  unit: { code: '0502', name: '席王' },
  district: { code: '05', name: '灞桥区' },
  generation: 1,
  wardens: [{ name: '某某某', phone: '000-0000-0210', role: 'warden' }],
  border: { distanceMetres: 530.94, neighbour: { code: '050208', name: '北苑社区' } },
  uncertain: false,
};
const app = Fastify();
app.get('/api/v1/lookup', { schema: { querystring: LookupQuery, response: { 200: LookupAnswer } } }, () => answer);
await app.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
