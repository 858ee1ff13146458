import type { AuditEvent } from '../audit/auditLog.ts';
import { systemClock } from '../clock/clock.ts';
import type { Principal } from '../core/people/caller.ts';
import { maySeePhones } from '../core/people/phones.ts';

/** So long a reading of a grid's numbers is one and the same, and so many grids' numbers an account reads in that time. */
const READING_MS = 3_600_000;
const MOST_GRIDS = 120;

/**
 * Telephone numbers of those who answer for a grid: shown by role and scope, each account's first look at a grid in an hour written
 * into the audit log before it is answered, and no more grids an hour than work needs. What cannot be written is not shown.
 */
export class PhoneReadings {
  readonly #write: (entry: AuditEvent) => Promise<void>;
  readonly #now: () => number;
  /** When each account first read each grid's numbers; forgotten after an hour. */
  readonly #read = new Map<string, Map<string, number>>();
  /** Readings that are being written, by account and grid. */
  readonly #writing = new Map<string, Promise<boolean>>();

  /** `write` adds an entry to the audit log; `now` is the clock in milliseconds. */
  constructor(write: (entry: AuditEvent) => Promise<void>, now: () => number = () => systemClock().getTime()) {
    this.#write = write;
    this.#now = now;
  }

  /** Whether a person is shown a grid's numbers now; at once where they have read them within the hour. */
  show(principal: Principal | null, grid: string, address: string): boolean | Promise<boolean> {
    if (principal === null || principal.fromMemory || !maySeePhones(principal.roles, grid)) return false;
    const writing = this.#writing.get(`${principal.accountId} ${grid}`);
    if (writing) return writing;
    const now = this.#now();
    const known = this.#read.get(principal.accountId);
    if ((known?.get(grid) ?? Number.NEGATIVE_INFINITY) > now - READING_MS) return true;
    const recent = new Map([...(known ?? [])].filter(([, at]) => at > now - READING_MS));
    this.#read.set(principal.accountId, recent);
    if (recent.size >= MOST_GRIDS) return false;
    recent.set(grid, now);
    return this.#record(principal, grid, address, recent);
  }

  #record(principal: Principal, grid: string, address: string, recent: Map<string, number>): Promise<boolean> {
    const key = `${principal.accountId} ${grid}`;
    const entry = { actor: principal.username, action: 'phones.read', target: grid, scope: grid, address };
    const written = this.#write(entry)
      .then(() => true)
      .catch(() => {
        recent.delete(grid);
        return false;
      })
      .finally(() => this.#writing.delete(key));
    this.#writing.set(key, written);
    return written;
  }
}
