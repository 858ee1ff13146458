import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { TrustedProxies } from './http/trustedProxies.ts';
import { LOG_LEVELS, type LogLevel } from './log/log.ts';

/** What the environment says, parsed once at start (docs/operating.md lists the variables). */
export interface Config {
  port: number;
  host: string;
  /** A PostgreSQL server to use; null: the embedded database under `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  redisUrl: string | null;
  /** 0: off. */
  jt808Port: number;
  adminPassword: string | null;
  /** Two digits: where the first administrator's role holds. */
  district: string;
  /** Load the demo district and its accounts into an empty database; null: not said, the default depends on the database. */
  demo: boolean | null;
  allowDemoBeyondLoopback: boolean;
  publicLookup: boolean;
  basemapStyle: string | null;
  trustProxy: TrustedProxies;
  logLevel: LogLevel;
}

/** A wrong value in the environment; `message` is a sentence that names the variable. */
export class ConfigError extends Error {
  readonly variable: string;

  constructor(variable: string, message: string) {
    super(`${variable} ${message}`);
    this.name = 'ConfigError';
    this.variable = variable;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment. An empty variable counts as absent. Throws `ConfigError` for the first wrong value. */
export function readConfig(environment: Environment): Config {
  return {
    port: portOf(environment, 'PORT', 8080),
    host: hostOf(environment, 'HOST', '127.0.0.1'),
    databaseUrl: urlOf(environment, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    dataDir: resolve(textOf(environment, 'DATA_DIR') ?? 'var'),
    redisUrl: urlOf(environment, 'REDIS_URL', ['redis:', 'rediss:']),
    jt808Port: portOf(environment, 'JT808_PORT', 6808),
    adminPassword: adminPasswordOf(environment),
    district: districtOf(environment, 'GRIDWARDEN_DISTRICT'),
    demo: switchOf(environment, 'DEMO'),
    allowDemoBeyondLoopback: switchOf(environment, 'ALLOW_DEMO_BEYOND_LOOPBACK') ?? false,
    publicLookup: switchOf(environment, 'PUBLIC_LOOKUP') ?? false,
    basemapStyle: urlOf(environment, 'BASEMAP_STYLE', ['http:', 'https:']),
    trustProxy: proxiesOf(environment, 'TRUST_PROXY'),
    logLevel: logLevelOf(environment, 'LOG_LEVEL'),
  };
}

/** Whether a listening address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function textOf(environment: Environment, variable: string): string | null {
  const value = environment[variable]?.trim();
  return value === undefined || value === '' ? null : value;
}

function portOf(environment: Environment, variable: string, standard: number): number {
  const text = textOf(environment, variable);
  if (text === null) return standard;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65535) {
    throw new ConfigError(variable, `must be a port number between 0 and 65535, not “${text}”.`);
  }
  return port;
}

function hostOf(environment: Environment, variable: string, standard: string): string {
  const text = textOf(environment, variable) ?? standard;
  if (isIP(text) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) {
    throw new ConfigError(variable, `must be an IP address or a host name to listen on, not “${text}”.`);
  }
  return text;
}

function switchOf(environment: Environment, variable: string): boolean | null {
  const text = textOf(environment, variable);
  if (text === null) return null;
  if (text !== '0' && text !== '1') throw new ConfigError(variable, `must be 0 or 1, not “${text}”.`);
  return text === '1';
}

/** The value itself stays out of the message: it may hold a password. */
function urlOf(environment: Environment, variable: string, schemes: readonly string[]): string | null {
  const text = textOf(environment, variable);
  if (text === null) return null;
  const scheme = URL.canParse(text) ? new URL(text).protocol : null;
  if (scheme === null || !schemes.includes(scheme)) {
    throw new ConfigError(variable, `must be a URL that starts with ${schemes.map((s) => `${s}//`).join(' or ')}.`);
  }
  return text;
}

function adminPasswordOf(environment: Environment): string | null {
  const password = environment['GRIDWARDEN_ADMIN_PASSWORD'];
  if (password === undefined || password === '') return null;
  if (password.length < 10 || password.length > 1024) {
    throw new ConfigError('GRIDWARDEN_ADMIN_PASSWORD', 'must have between 10 and 1024 characters.');
  }
  return password;
}

function districtOf(environment: Environment, variable: string): string {
  const text = textOf(environment, variable) ?? '05';
  if (!/^\d{2}$/.test(text))
    throw new ConfigError(variable, `must be the two digits of the district's code, not “${text}”.`);
  return text;
}

const MOST_HOPS = 9;

function proxiesOf(environment: Environment, variable: string): TrustedProxies {
  const text = textOf(environment, variable);
  if (text === null || text === '0') return { addresses: [] };
  if (/^\d+$/.test(text)) {
    if (Number(text) <= MOST_HOPS) return { hops: Number(text) };
    throw new ConfigError(variable, `must be a number of proxies up to ${MOST_HOPS}, not “${text}”.`);
  }
  const addresses = text.split(',').map((part) => part.trim());
  for (const address of addresses) {
    const bits = prefixLength(address);
    if (bits === null) {
      const forms = 'a number of proxies (1) or a list of addresses and networks (10.0.0.5, 10.1.0.0/16)';
      throw new ConfigError(variable, `must be 0, ${forms}, not “${text}”.`);
    }
    if (bits === 0)
      throw new ConfigError(
        variable,
        `must name the proxies: “${address}” is everybody, who could then invent addresses.`,
      );
  }
  return { addresses };
}

/** How many bits of an address a network fixes; null for what is neither an address nor a network. */
function prefixLength(network: string): number | null {
  const [address = '', bits, ...more] = network.split('/');
  const all = { 4: 32, 6: 128 }[isIP(address)];
  if (all === undefined || more.length > 0) return null;
  if (bits === undefined) return all;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= all ? Number(bits) : null;
}

function logLevelOf(environment: Environment, variable: string): LogLevel {
  const text = textOf(environment, variable) ?? 'info';
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) throw new ConfigError(variable, `must be one of ${LOG_LEVELS.join(', ')}, not “${text}”.`);
  return level;
}
