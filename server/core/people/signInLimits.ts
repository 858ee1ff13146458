/**
 * How failed tries at signing in slow down further ones. Three are counted: a name from one network, a name from all networks
 * nobody has signed in to it from (strangers), and a network over all names. Where somebody has signed in to a name before, only
 * the first counts, so no attack from elsewhere keeps its owner out. Nothing here depends on whether the name has an account.
 */

/**
 * What failed tries have left behind for one of the three: their number as it was after the last one, no whole number where they
 * leak away, and when that was, in milliseconds since 1970.
 */
export interface FailedTries {
  failures: number;
  lastAt: number;
}

/** The records of one name from one network; null where nothing is remembered. */
export interface SignInRecords {
  /** This name from this network. */
  pair: FailedTries | null;
  /** This name from all networks that are strange to it. */
  name: FailedTries | null;
  /** This network, whatever the name. */
  network: FailedTries | null;
  /** Somebody has signed in to this name from this network not long ago. */
  familiar: boolean;
}

interface Limit {
  /** Failures that cost no wait; with the last of them the first wait begins. */
  free: number;
  /** Tries between one wait and the next. */
  perWait: number;
  /** The waits in turn; the last one stays. */
  waitsMinutes: readonly number[];
  /**
   * How failures are forgotten: all at once, so long after the last one (before the first wait, and from then on), or one after
   * another, so that an attacker who is held up by the other counts never fills this one.
   */
  forgottenAfterMinutes: { before: number; after: number } | { each: number };
}

const HOUR = 60;
const DAY = 24 * HOUR;

export const SIGN_IN_LIMITS = {
  pair: {
    free: 5,
    perWait: 5,
    waitsMinutes: [15, 30, 60, 120, 240],
    forgottenAfterMinutes: { before: HOUR, after: DAY },
  },
  name: { free: 30, perWait: 1, waitsMinutes: [1, 2, 4, 8, 15], forgottenAfterMinutes: { each: 10 } },
  network: { free: 100, perWait: 1, waitsMinutes: [1, 2, 4, 8, 15], forgottenAfterMinutes: { each: 2 } },
} as const satisfies Record<string, Limit>;

export type Counted = keyof typeof SIGN_IN_LIMITS;

/** How long a network stays familiar to a name after a sign-in from there, and how many of them a name has at most. */
export const FAMILIAR_DAYS = 90;
export const MOST_FAMILIAR_NETWORKS = 50;

const MINUTE_MS = 60_000;

/** From when on another try is looked at; at or before `now`: at once. Milliseconds since 1970. */
export function waitsUntil(records: SignInRecords, now: number): number {
  const counted: Counted[] = records.familiar ? ['pair'] : ['pair', 'name', 'network'];
  return Math.max(now, ...counted.map((what) => waitOf(what, records[what], now)));
}

/** The end of the wait one count imposes; 0 for none. */
export function waitOf(what: Counted, tries: FailedTries | null, now: number): number {
  const { free, perWait, waitsMinutes }: Limit = SIGN_IN_LIMITS[what];
  if (tries === null || forgottenAt(what, tries) <= now) return 0;
  const beyond = Math.floor(tries.failures) - free;
  if (beyond < 0 || beyond % perWait !== 0) return 0;
  const minutes = waitsMinutes[Math.min(beyond / perWait, waitsMinutes.length - 1)] ?? 0;
  return tries.lastAt + minutes * MINUTE_MS;
}

/** When a count is forgotten, in milliseconds since 1970. */
export function forgottenAt(what: Counted, { failures, lastAt }: FailedTries): number {
  const { free, forgottenAfterMinutes: after }: Limit = SIGN_IN_LIMITS[what];
  const minutes = 'each' in after ? failures * after.each : failures < free ? after.before : after.after;
  return lastAt + minutes * MINUTE_MS;
}

/**
 * The records with one more failed try. Written down before the password is looked at, so that tries sent at once count too;
 * `withSuccess` takes it back.
 */
export function withFailure(records: SignInRecords, now: number): SignInRecords {
  const oneMore = (what: Counted): FailedTries => ({
    failures: remembered(what, records[what], now) + 1,
    lastAt: now,
  });
  return {
    pair: oneMore('pair'),
    name: records.familiar ? records.name : oneMore('name'),
    network: oneMore('network'),
    familiar: records.familiar,
  };
}

/** The records after the right password: what this person has mistyped here is taken off every count. */
export function withSuccess(records: SignInRecords, now: number): SignInRecords {
  const own = records.pair?.failures ?? 0;
  const less = (what: Counted): FailedTries | null => {
    const left = remembered(what, records[what], now) - own;
    return left > 0 ? { failures: left, lastAt: now } : null;
  };
  return {
    pair: null,
    name: records.familiar ? records.name : less('name'),
    network: less('network'),
    familiar: true,
  };
}

/** How many failures still count. */
function remembered(what: Counted, tries: FailedTries | null, now: number): number {
  if (tries === null || forgottenAt(what, tries) <= now) return 0;
  const { forgottenAfterMinutes: after }: Limit = SIGN_IN_LIMITS[what];
  return 'each' in after ? tries.failures - (now - tries.lastAt) / (after.each * MINUTE_MS) : tries.failures;
}
