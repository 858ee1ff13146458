import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { measureRequests } from '../../../server/http/metrics.ts';

it('requests are counted by the pattern of their route, their method and the class of their answer', async () => {
  const app = Fastify();
  measureRequests(app);
  app.get<{ Params: { id: string } }>('/things/:id', ({ params }, reply) =>
    reply.code(params.id === 'none' ? 404 : 200).send({}),
  );
  for (const id of ['1', '2', 'none']) await app.inject(`/things/${id}`);
  const lines = (await app.metrics.metrics()).split('\n');
  const count = (status: string) =>
    `http_request_duration_seconds_count{method="GET",route="/things/:id",status="${status}"}`;
  expect(lines).toContain(`${count('2xx')} 2`);
  expect(lines).toContain(`${count('4xx')} 1`);
  await app.close();
});
