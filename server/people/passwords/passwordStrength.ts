import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { SHORTEST_PASSWORD, type Weakness } from '../../core/people/accounts.ts';
import { COMMON_PASSWORDS, LOCAL_WORDS } from './commonPasswords.ts';

/** Below ten to this power, so many guesses find it that we do not take it. */
const FEWEST_GUESSES_LOG10 = 8;
/** What follows can only make a password better, and the estimate takes the longer the longer the text. */
const LOOKED_AT = 64;
/** A shorter name is part of too many words. */
const SHORTEST_NAME_LOOKED_FOR = 4;

const SHIFTED_DIGITS = '!@#$%^&*()';

let estimator: ZxcvbnFactory | undefined;

/** Made at the first use: it takes a moment and 10 MB. */
function guessesLog10(password: string, names: readonly string[]): number {
  estimator ??= new ZxcvbnFactory({
    dictionary: { ...dictionary, local: [...COMMON_PASSWORDS, ...LOCAL_WORDS] },
    graphs: adjacencyGraphs,
  });
  return estimator.check(password.slice(0, LOOKED_AT), [...names]).guessesLog10;
}

/** Each weakness as the end of a sentence that begins with “The password”. */
export const WEAKNESS_WORDS: Readonly<Record<Weakness, string>> = {
  short: `must have at least ${SHORTEST_PASSWORD} characters`,
  common: 'is one of those tried first by attackers',
  name: 'has the account’s name in it',
  guessable: 'is easy to guess: use several unrelated words, or more characters that follow no pattern',
};

/**
 * What is wrong with a password, or null. Weak is what is short, holds the account's name, or is found in few guesses: leaked
 * ones, words, names, dates, sequences, repetitions and keyboard walks, also in a row, turned round or with digits for letters
 * (zxcvbn: Wheeler, USENIX Security 2016).
 */
export function weaknessOf(password: string, username: string): Weakness | null {
  const plain = password.normalize('NFKC').toLowerCase();
  const name = username.toLowerCase();
  if (password.length < SHORTEST_PASSWORD) return 'short';
  if (COMMON_PASSWORDS.has(plain)) return 'common';
  if (name.length >= SHORTEST_NAME_LOOKED_FOR && (plain.includes(name) || plain.includes(reversed(name))))
    return 'name';
  const fewest = Math.min(...[plain, unshifted(plain)].map((text) => guessesLog10(text, [name])));
  return fewest < FEWEST_GUESSES_LOG10 ? 'guessable' : null;
}

/** With the shift key let go: a walk over the keyboard stays one. */
const unshifted = (text: string): string =>
  text.replace(/[!@#$%^&*()]/g, (sign) => String((SHIFTED_DIGITS.indexOf(sign) + 1) % 10));

const reversed = (text: string): string => Array.from(text).toReversed().join('');
