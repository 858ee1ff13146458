/**
 * What keeps the database, or the service's own disk, from doing what it is asked, though nothing is wrong with the asking:
 * - `away`: nobody answers, it goes down, comes up or broke off
 * - `unknownHost`, `refused`, `missing`: its address, the account with the password, its name do not lead to it
 * - `crowded`: it takes no more connections, or has no memory for more
 * - `busy`: others kept it from this for too long
 * - `full`, `readOnly`, `damaged`: what is beneath it has no room, takes no writing, or fails
 * - `notAllowed`: the account may not do what is needed there
 * - `ownDisk`: this service's own files, such as those it makes of an upload, cannot be written
 */
export type TroubleKind = keyof typeof WORDS;

/** `sentence` is for whoever asked: it has no address, no name and no password in it, and no full stop. */
export interface Trouble {
  kind: TroubleKind;
  sentence: string;
  retryAfterSeconds: number;
}

/** Mostly over by itself. */
const SOON = 2;
/** Somebody has to do something first. */
const LATER = 30;

const WORDS = {
  away: ['The database cannot be reached at the moment', SOON],
  unknownHost: ["The database cannot be found: its machine's name is not known", LATER],
  refused: ['The database does not let this service in: it refuses the account or the password', LATER],
  missing: ['The database is not there under its name', LATER],
  crowded: ['The database takes no more work at the moment', SOON],
  busy: ['The database was kept from this by other work', SOON],
  full: ['The database has no room left: its disk is full', LATER],
  readOnly: ['The database can only be read at the moment', LATER],
  damaged: ['The database cannot read or write its files', LATER],
  notAllowed: ["The database does not let this service's account do this", LATER],
  ownDisk: ['This service cannot write to its own disk at the moment', LATER],
} as const satisfies Record<string, readonly [string, number]>;

type Table = readonly (readonly [RegExp, TroubleKind])[];

/** PostgreSQL's states, whole or by their class (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const STATES: Table = [
  [/^(28P01|28000)$/, 'refused'],
  [/^3D000$/, 'missing'],
  [/^25006$/, 'readOnly'],
  [/^53100$/, 'full'],
  [/^53...$/, 'crowded'],
  [/^42501$/, 'notAllowed'],
  // Given up after several tries, or cut short by a time limit that the server's operator has set.
  [/^(40001|40P01|55P03|57014)$/, 'busy'],
  [/^(58...|XX001|XX002)$/, 'damaged'],
  // Connection exceptions; an end by an administrator or a crash, starting up; a transaction left open for too long.
  [/^(08...|57P..|25P03)$/, 'away'],
];

/** How Node names what is wrong with a connection or a file. */
const NODE_CODES: Table = [
  [/^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/, 'away'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'unknownHost'],
  [/^(ENOSPC|EDQUOT|EROFS|EIO|EMFILE|ENFILE)$/, 'ownDisk'],
  // A server's certificate.
  [/CERT|^ERR_(TLS|SSL)_|^UNABLE_TO_/, 'refused'],
];

/** What `pg` says without any code. */
const MESSAGES: Table = [
  [
    /^(Connection terminated|timeout (exceeded|expired)|Client (has encountered a connection error|was closed)|Cannot use a pool after calling end|driver has already been destroyed)/,
    'away',
  ],
  [/^SASL: |^The server does not support SSL/, 'refused'],
];

/** What an error says of the state of the database or the disk; null for one that says something else, such as that a query is wrong. */
export function troubleOf(error: unknown): Trouble | null {
  const kind = kindOf(error);
  if (kind === null) return null;
  const [sentence, retryAfterSeconds] = WORDS[kind];
  return { kind, sentence, retryAfterSeconds };
}

export const isTrouble = (error: unknown): boolean => kindOf(error) !== null;

function kindOf(error: unknown): TroubleKind | null {
  if (!(error instanceof Error)) return null;
  // One error for each address that a host's name stands for.
  if (error instanceof AggregateError) return error.errors.map(kindOf).find((kind) => kind !== null) ?? null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = kindIn(STATES, code) ?? kindIn(NODE_CODES, code);
  if (known !== null) return known;
  // Whatever the reason, the connection has ended with it.
  if ('severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC')) return 'away';
  return kindIn(MESSAGES, error.message);
}

const kindIn = (table: Table, text: string): TroubleKind | null =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
