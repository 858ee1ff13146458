import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import './tables.ts';
import { ACCESS } from './access.ts';
import { noteInAudit } from './audit/auditLog.ts';
import { exportNotes } from './audit/exportNotes.ts';
import { auditRoutes } from './audit/routes.ts';
import { type Clock, systemClock } from './clock/clock.ts';
import type { Config } from './config.ts';
import { Fault } from './core/fault.ts';
import type { JobOwner } from './core/jobs/schemas.ts';
import { auditAnchors } from './coverage/auditAnchorQueries.ts';
import { CoverageExports } from './coverage/coverageExports.ts';
import { coverageMetrics } from './coverage/coverageMetrics.ts';
import { FairUse } from './coverage/fairUse.ts';
import { FileChecks } from './coverage/fileChecks.ts';
import { importRoutes } from './coverage/importRoutes.ts';
import { ImportService } from './coverage/imports.ts';
import { coverageCollections } from './coverage/ogcCollections.ts';
import { type SecondOpinionOptions, SecondOpinions } from './coverage/opinion/secondOpinions.ts';
import type { PublishedCoverages } from './coverage/publishedCoverages.ts';
import { coverageRoutes } from './coverage/routes.ts';
import { CoverageService } from './coverage/service.ts';
import type { Database } from './db/database.ts';
import { poolMetrics } from './db/poolMetrics.ts';
import { EVERYTHING } from './db/scopes.ts';
import { DraftPool } from './drafting/draftPool.ts';
import { draftRoutes } from './drafting/routes.ts';
import { DraftService } from './drafting/service.ts';
import { EventHub } from './events/eventHub.ts';
import { eventRoutes } from './events/routes.ts';
import { BoundaryFiles } from './files/boundaryFiles.ts';
import { FILE_LIMITS } from './files/limits.ts';
import { takeTurnsWithBodies } from './http/bodyTurns.ts';
import { addWideRoutes } from './http/contexts.ts';
import { credentialsFrom } from './http/credentials.ts';
import { guardRoutes } from './http/guard.ts';
import { takeJsonBodies } from './http/jsonBody.ts';
import { makeChildrenLate } from './http/lateLog.ts';
import { logRequests } from './http/logging.ts';
import { measureRequests } from './http/metrics.ts';
import { learnAddresses } from './http/notFound.ts';
import { describeApi } from './http/openapi.ts';
import { type Probe, registerProbes } from './http/probes.ts';
import { sendProblem } from './http/problem.ts';
import { setDataHeaders } from './http/securityHeaders.ts';
import { serverOptions } from './http/serverOptions.ts';
import { settingsRoutes } from './http/settings.ts';
import { refuseStrangeAddresses } from './http/strangeAddress.ts';
import { validatorCompiler } from './http/validation.ts';
import { serveWebFiles } from './http/webFiles.ts';
import { interopRoutes } from './interop/routes.ts';
import { Collections } from './interop/service.ts';
import { jobRoutes } from './jobs/routes.ts';
import { JobRunner } from './jobs/runner.ts';
import { Jobs } from './jobs/service.ts';
import { PhoneReadings } from './lookup/phoneReadings.ts';
import { lookupRoutes } from './lookup/routes.ts';
import { LookupService } from './lookup/service.ts';
import { accountRoutes } from './people/routes/accountRoutes.ts';
import { sessionRoutes } from './people/routes/sessionRoutes.ts';
import { tokenRoutes } from './people/routes/tokenRoutes.ts';
import { type People, signInMetrics } from './people/service.ts';
import { placesRoutes } from './places/routes.ts';
import { PlacesService } from './places/service.ts';
import { PlanDecisions } from './plans/decisions/deciding.ts';
import { PlanSchedule } from './plans/decisions/schedule.ts';
import { PlanExports } from './plans/files/planExports.ts';
import { PlanImports } from './plans/files/planImports.ts';
import { planRoutes } from './plans/routes/planRoutes.ts';
import { PlansService } from './plans/service.ts';
import { ProofPool } from './threads/proofPool.ts';

/** What the service is made of; the process and the tests put it together. */
export interface AppDeps {
  config: Config;
  database: Database;
  people: People;
  /** The generations this process serves. */
  published: PublishedCoverages;
  /** What `/readyz` asks besides the database. */
  probes?: Readonly<Record<string, Probe>>;
  /** How the second opinions are made; in tests, with a chosen seed. */
  secondOpinions?: SecondOpinionOptions;
  /** What time it is (default: the machine's). */
  clock?: Clock;
  /** Tries at signing in per address and minute (default 30). */
  signInsPerMinute?: number;
}

export type App = FastifyInstance;

const SIGN_INS_PER_MINUTE = 30;

/** Builds the service without listening. Slices are registered by name at the end of it. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const { config, people } = deps;
  const app = Fastify(serverOptions(config)).withTypeProvider<TypeBoxTypeProvider>();
  app.decorate('clock', deps.clock ?? systemClock);
  makeChildrenLate(app.log);
  app.setValidatorCompiler(validatorCompiler);
  app.setErrorHandler(sendProblem);
  takeJsonBodies(app);
  const methodsAt = learnAddresses(app);
  setDataHeaders(app);
  refuseStrangeAddresses(app);
  guardRoutes(app, {
    access: ACCESS,
    credentials: credentialsFrom(people.principals, () => deps.published.awaySince() !== null),
    awaySince: () => deps.published.awaySince(),
    circumstances: () => ({ publicLookup: config.publicLookup, district: config.district }),
  });
  takeTurnsWithBodies(app);
  measureRequests(app);
  logRequests(app);
  await limitRates(app);
  await describeApi(app, ACCESS);
  const opinions = new SecondOpinions(deps.database, deps.published, {
    log: app.log,
    now: app.clock,
    ...deps.secondOpinions,
  });
  registerProbes(
    app,
    {
      database: () => deps.database.proveWrite().then(() => deps.database.kind),
      generation: () => generationServed(deps.published),
      ...deps.probes,
    },
    { outline: () => outlineFilled(deps.published), secondOpinion: () => opinions.probe() },
  );
  poolMetrics(app.metrics, deps.database.pool);
  signInMetrics(app.metrics);
  askForOpinions(app, deps.published, opinions);
  await registerSlices(app, deps, opinions);
  const basemapOrigin = config.basemapStyle === null ? null : new URL(config.basemapStyle).origin;
  await serveWebFiles(app, { methodsAt, basemapOrigin });
  await app.ready();
  return app;
}

/** Lets PostGIS judge what is published while the service runs. */
function askForOpinions(app: FastifyInstance, published: PublishedCoverages, opinions: SecondOpinions): void {
  app.decorate('secondOpinions', opinions);
  coverageMetrics(app.metrics, published, opinions);
  app.addHook('onListen', () => opinions.start());
  app.addHook('onClose', () => opinions.stop());
}

async function registerSlices(app: FastifyInstance, deps: AppDeps, opinions: SecondOpinions): Promise<void> {
  const { people, config } = deps;
  const service = deps.database.within(EVERYTHING);
  const district = deps.database.within([config.district]);
  const jobs = await registerJobs(app, deps);
  await settingsRoutes(app, { basemapStyle: config.basemapStyle });
  await sessionRoutes(app, { people, signInsPerMinute: deps.signInsPerMinute ?? SIGN_INS_PER_MINUTE });
  const areaExists = (code: string) => isPublishedArea(deps.published, code);
  await tokenRoutes(app, { people, areaExists });
  await accountRoutes(app, { people, areaExists });
  const anchors = () => auditAnchors(district);
  await auditRoutes(app, { within: deps.database.within, anchors });
  const coverage = new CoverageService(deps.published, district, opinions);
  const onTrouble = (error: unknown): void => app.log.error({ err: error }, 'a thread that checks files failed');
  const proofs = new ProofPool({ onTrouble });
  const files = new BoundaryFiles();
  // On threads of their own, so that who plans borders never waits for a check of somebody who does not.
  const memberLane = {
    files: new BoundaryFiles({ memoryMegabytes: 1024 }),
    proofs: new ProofPool({ threads: 1, memoryMegabytes: 1024, isBackground: true, onTrouble }),
  };
  const fairUse = new FairUse();
  app.addHook('onClose', async () => {
    await Promise.all([proofs.close(), files.close(), memberLane.proofs.close(), memberLane.files.close()]);
  });
  const noteExport = exportNotes(district);
  const imports = new ImportService(district, deps.published, files, proofs, jobs);
  const places = new PlacesService(district, coverage);
  await addWideRoutes(app, {
    kept: async (context) => {
      const { files: memberFiles, proofs: memberProofs } = memberLane;
      const exports = new CoverageExports(coverage, memberFiles, jobs);
      const shared = { coverage, files, proofs, memberFiles, memberProofs, fairUse, noteExport };
      await coverageRoutes(context, { ...shared, exports, jobs });
      const collections = new Collections();
      for (const collection of coverageCollections(coverage)) collections.register(collection);
      await interopRoutes(context, { collections });
    },
    forms: async (context) => {
      const outlineInForce = () => deps.published.current()?.areas('district')[0]?.area ?? null;
      const lanes = { planner: { files, proofs }, member: memberLane };
      const checks = new FileChecks(config.district, outlineInForce, lanes, jobs);
      await importRoutes(context, { imports, checks, fairUse, jobs });
      await placesRoutes(context, { places });
      await registerPlans(app, context, deps, { coverage, files, proofs, places, jobs });
    },
    fileBytes: FILE_LIMITS.fileBytes,
  });
  const phones = new PhoneReadings((entry) => noteInAudit(service, entry));
  const lookup = new LookupService(coverage, (code) => people.staff.wardensOf(code), phones);
  await lookupRoutes(app, { lookup });
}

/** Background work and what happens: asked for, done and told in whichever process. */
async function registerJobs(app: FastifyInstance, { database, people, config }: AppDeps): Promise<Jobs> {
  const district = database.within([config.district]);
  const jobs = new Jobs(district);
  const actingNow = (owner: JobOwner) => people.principals.actingNow(owner);
  const runner = new JobRunner(jobs, district, { log: app.log, clock: app.clock, actingNow });
  const hub = new EventHub(district, app.log, app.clock);
  await jobRoutes(app, { jobs });
  await eventRoutes(app, { hub, within: database.within });
  app.decorate('jobRunner', runner);
  app.decorate('eventHub', hub);
  app.addHook('onListen', () => {
    runner.start();
    hub.start();
  });
  app.addHook('preClose', async () => {
    hub.close();
    await Promise.all([runner.stop(), hub.stop()]);
    jobs.stop();
  });
  return jobs;
}

interface PlanSlices {
  coverage: CoverageService;
  files: BoundaryFiles;
  proofs: ProofPool;
  places: PlacesService;
  jobs: Jobs;
}

/** Plans, whose routes stand in the wide context. */
async function registerPlans(
  app: FastifyInstance,
  wide: FastifyInstance,
  deps: AppDeps,
  slices: PlanSlices,
): Promise<void> {
  const { people, published } = deps;
  const db = deps.database.within([deps.config.district]);
  const { coverage, files, proofs, places, jobs } = slices;
  const impact = { places, staffFor: (codes: readonly string[]) => people.staff.staffFor(codes) };
  const plans = new PlansService({ db, within: deps.database.within, coverage, proofs, files, impact });
  published.whenChanged(() => plans.followPublication(app.clock()));
  const decisions = new PlanDecisions(db, coverage, published, plans, jobs);
  const imports = new PlanImports(plans, files, proofs);
  const exports = new PlanExports(plans, jobs);
  await planRoutes(wide, { plans, decisions, imports, exports, jobs, noteExport: exportNotes(db) });
  const schedule = new PlanSchedule(db, coverage.district, plans, decisions, jobs);
  const drafting = new DraftPool();
  await draftRoutes(app, { drafts: new DraftService(plans, coverage, places, drafting, jobs, app.clock) });
  app.decorate('planSchedule', schedule);
  app.addHook('onListen', () => schedule.takeUp(app.clock()));
  app.addHook('onClose', () => drafting.close());
}

/** Whether roles can hold in the area with this code; before the first publication in any. */
function isPublishedArea(published: PublishedCoverages, code: string): boolean {
  const current = published.current();
  if (current === null) return true;
  const level = code.length === 2 ? 'district' : code.length === 4 ? 'unit' : 'grid';
  return current.areas(level, code).some(({ properties }) => properties.code === code);
}

/** What `/readyz` says of the coverage: a district without one is ready for its first import, a refused one is not ready. */
function generationServed(published: PublishedCoverages): Promise<string> {
  if (published.failure !== null) return Promise.reject(new Error(published.failure));
  const generation = published.current()?.generation;
  return Promise.resolve(generation === undefined ? 'none' : String(generation));
}

/** What `/readyz` says of generations that leave the mandated outline: they are served, and named. */
function outlineFilled({ outlineBreaches }: PublishedCoverages): Promise<string> {
  if (outlineBreaches.length === 0) return Promise.resolve('filled');
  const named = outlineBreaches
    .map(({ generation, faults }) => `generation ${generation} (faults: ${faults})`)
    .join(', ');
  return Promise.reject(
    new Error(`Published by an earlier version, the district is not what its mandated outline holds: ${named}.`),
  );
}

/** Only routes that ask for a limit (`config.rateLimit`) have one; it counts by address. */
async function limitRates(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      new Fault('too-many-requests', 'Too many requests from this address. Please wait a moment.', [], {
        retryAfterSeconds: Math.max(1, Math.ceil(context.ttl / 1000)),
      }),
  });
}
