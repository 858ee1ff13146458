import { hash, verify } from '@node-rs/argon2';
import { Fault } from '../../core/fault.ts';
import { WEAKNESS_WORDS, weaknessOf } from './passwordStrength.ts';

/** OWASP's first recommendation for argon2id: 19 MiB, two passes (Argon2id is the library's default). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), COST);

let decoy: Promise<string> | undefined;

/**
 * Whether the password is the one hashed. Without a hash (no such account) it works as long on a decoy, so that the time
 * an answer takes does not tell which names exist.
 */
export async function passwordMatches(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  // Awaited for both, else the first try at a name nobody has would take twice as long.
  const ofNobody = await decoy;
  const matches = await verify(passwordHash ?? ofNobody, password.normalize('NFC'));
  return matches && passwordHash !== null;
}

/** Refuses a new password that is weak; `path` is where it stood in the input. */
export function refuseWeakPassword(password: string, username: string, path: string): void {
  const weakness = weaknessOf(password, username);
  if (weakness === null) return;
  const message = WEAKNESS_WORDS[weakness];
  throw new Fault('invalid-input', `The password ${message}.`, [{ path, message }], { weakness });
}
