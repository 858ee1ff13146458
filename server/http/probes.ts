import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { troubleOf } from '../db/trouble.ts';

/** One thing the service needs: resolves with a word or fact about it, rejects with what is wrong. */
export type Probe = () => Promise<string | number | boolean | null>;

const Readiness = Type.Object({
  ready: Type.Boolean(),
  /** It answers, but something about it is wrong and wants a person. */
  degraded: Type.Boolean(),
  checks: Type.Record(
    Type.String(),
    Type.Object({ ok: Type.Boolean(), value: Type.Optional(Type.Unknown()), reason: Type.Optional(Type.String()) }),
  ),
});
type Readiness = Static<typeof Readiness>;

const PROMETHEUS_TEXT = { description: 'Measurements', content: { 'text/plain': { schema: Type.String() } } };

/**
 * `/healthz` (the process answers), `/readyz` (all of `probes` answer, else 503) and `/metrics`. Where only `cautions` fail the service
 * is ready all the same, so that no proxy takes it away, and says that it is degraded, and why.
 */
export function registerProbes(
  app: FastifyInstance,
  probes: Readonly<Record<string, Probe>>,
  cautions: Readonly<Record<string, Probe>> = {},
): void {
  app.get(
    '/healthz',
    {
      schema: {
        operationId: 'isAlive',
        summary: 'Whether the process answers',
        tags: ['operation'],
        response: { 200: Type.Object({ alive: Type.Boolean() }) },
      },
    },
    () => ({ alive: true }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'isReady',
        summary: 'Whether all that the service needs answers; 503 where not',
        tags: ['operation'],
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const readiness = await ask(probes, cautions);
      if (!readiness.ready) reply.code(503).header('retry-after', '2');
      return readiness;
    },
  );
  app.get(
    '/metrics',
    {
      schema: {
        operationId: 'readMetrics',
        summary: 'Measurements for Prometheus',
        tags: ['operation'],
        response: { 200: PROMETHEUS_TEXT },
      },
    },
    async (_request, reply) => {
      return reply.type(app.metrics.contentType).send(await app.metrics.metrics());
    },
  );
}

async function ask(
  probes: Readonly<Record<string, Probe>>,
  cautions: Readonly<Record<string, Probe>>,
): Promise<Readiness> {
  const [needed, besides] = await Promise.all([askEach(probes), askEach(cautions)]);
  const allOk = (checks: Readiness['checks']) => Object.values(checks).every(({ ok }) => ok);
  return { ready: allOk(needed), degraded: !allOk(besides), checks: { ...needed, ...besides } };
}

async function askEach(probes: Readonly<Record<string, Probe>>): Promise<Readiness['checks']> {
  const checks: Readiness['checks'] = {};
  await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      try {
        checks[name] = { ok: true, value: await probe() };
      } catch (error) {
        checks[name] = { ok: false, reason: reasonOf(error) };
      }
    }),
  );
  return checks;
}

/** Of trouble with the database only the sentence for everybody: its own words may name its address. */
function reasonOf(error: unknown): string {
  const trouble = troubleOf(error);
  if (trouble !== null) return `${trouble.sentence}.`;
  return error instanceof Error && error.message !== '' ? error.message : 'does not answer';
}
