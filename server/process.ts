import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from './app.ts';
import { type Config, isLoopback, readConfig } from './config.ts';
import { PublishedCoverages } from './coverage/publishedCoverages.ts';
import { type Database, openDatabase } from './db/database.ts';
import { separateRoles } from './db/databaseRoles.ts';
import { migrate } from './db/migrate.ts';
import { prepareServer } from './db/requirements.ts';
import { EVERYTHING } from './db/scopes.ts';
import { isDemoPublished, isUnpublished, loadDemo } from './demoDistrict.ts';
import { FatalStart, greet, say, sayPassword } from './greeting.ts';
import { EarlyLog } from './log/log.ts';
import { type FirstStart, hasDemoAccounts, makeFirstAccounts, openPeople } from './people/service.ts';
import { addDemoPlaces } from './places/demo.ts';
import { startTrouble } from './startTrouble.ts';
import { awaitStop } from './stopping.ts';

const RELOAD_STAFF_MS = 60_000;
/** Longer than any request may take is not waited for at the end. */
const PATIENCE_AT_SHUTDOWN_MS = 15_000;

/** Runs the service until it is told to stop. Ends the process with a sentence when it cannot start. */
export async function serveProcess(): Promise<void> {
  let config: Config | null = null;
  try {
    config = readConfig(process.env);
    await start(config);
  } catch (error) {
    const trouble = startTrouble(error, config);
    if (trouble === null) throw error;
    process.stderr.write(`\nGridwarden cannot start. ${trouble}\n\n`);
    process.exit(1);
  }
}

async function start(config: Config): Promise<void> {
  const stopping = awaitStop();
  say(
    config.databaseUrl === null
      ? 'Starting the embedded database (the first time takes some seconds) …'
      : 'Connecting to the database …',
  );
  const log = new EarlyLog();
  const database = await openDatabase(config, log);
  try {
    await run(config, { database, log }, stopping);
  } finally {
    await database.close();
  }
}

interface Opened {
  database: Database;
  /** The database's, which opens before the service's log is there. */
  log: EarlyLog;
}

async function run(config: Config, opened: Opened, stopping: Promise<void>): Promise<void> {
  const { database } = opened;
  const first = await prepare(config, database);
  let greeted = false;
  try {
    await refuseOpenDemo(config, database);
    await serve(config, opened, stopping, (url) => {
      greet(url, config, first);
      greeted = true;
    });
  } finally {
    if (!greeted) sayPassword(first);
  }
}

async function serve(
  config: Config,
  { database, log }: Opened,
  stopping: Promise<void>,
  listening: (url: string) => void,
): Promise<void> {
  const people = openPeople(database.within(EVERYTHING));
  await people.staff.reload();
  const published = new PublishedCoverages(database.within([config.district]), config.district);
  const app = await buildApp({ config, database, people, published });
  log.to(app.log);
  await published.start(app.log);
  try {
    listening(await app.listen({ host: config.host, port: config.port, listenTextResolver: () => 'listening' }));
    const reload = setInterval(() => void people.staff.reload().catch(() => {}), RELOAD_STAFF_MS);
    await stopping;
    clearInterval(reload);
    published.stop();
    say('Stopping …');
  } finally {
    await Promise.race([app.close(), sleep(PATIENCE_AT_SHUTDOWN_MS, undefined, { ref: false })]);
  }
}

/** Brings the database to where the service can use it. */
async function prepare(config: Config, database: Database): Promise<FirstStart | null> {
  if (database.kind === 'server') await prepareServer(database.owner);
  const ran = await migrate(database.owner);
  if (ran.length > 0) say(`Brought the database up to date (${ran.join(', ')}).`);
  const advice = await separateRoles(database.owner);
  if (advice !== null) say(advice);
  const demo = config.demo ?? database.kind === 'embedded';
  if (demo && (await isUnpublished(database.owner, config.district))) {
    say('Loading the demo district …');
    await loadDemo(database.owner, config.district);
  } else if (demo && (await isDemoPublished(database.owner, config.district))) {
    await addDemoPlaces(database.owner, config.district);
  }
  return makeFirstAccounts(database.owner, { adminPassword: config.adminPassword, demo, district: config.district });
}

async function refuseOpenDemo(config: Config, database: Database): Promise<void> {
  if (isLoopback(config.host) || config.allowDemoBeyondLoopback) return;
  if (!(await hasDemoAccounts(database.owner))) return;
  throw new FatalStart(
    `There are demo accounts, and HOST=${config.host} can be reached from other machines. ` +
      'Start with DEMO=0 on an empty database, switch the demo accounts off, or set ALLOW_DEMO_BEYOND_LOOPBACK=1 if this is meant.',
  );
}
