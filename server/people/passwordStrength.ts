import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { SHORTEST_PASSWORD } from '../core/people/accounts.ts';
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

/**
 * What is wrong with a password, as the end of a sentence that begins with “The password”, or null. Weak is what is short, holds
 * the account's name, or is found in few guesses: leaked ones, words, names, dates, sequences, repetitions and keyboard walks,
 * also in a row, turned round or with digits for letters (zxcvbn: Wheeler, USENIX Security 2016).
 */
export function weaknessOf(password: string, username: string): string | null {
  const plain = password.normalize('NFKC').toLowerCase();
  const name = username.toLowerCase();
  if (password.length < SHORTEST_PASSWORD) return `must have at least ${SHORTEST_PASSWORD} characters`;
  if (COMMON_PASSWORDS.has(plain)) return 'is one of those tried first by attackers';
  if (name.length >= SHORTEST_NAME_LOOKED_FOR && (plain.includes(name) || plain.includes(reversed(name))))
    return 'has the account’s name in it';
  const fewest = Math.min(...[plain, unshifted(plain)].map((text) => guessesLog10(text, [name])));
  if (fewest < FEWEST_GUESSES_LOG10)
    return 'is easy to guess: use several unrelated words, or more characters that follow no pattern';
  return null;
}

/** With the shift key let go: a walk over the keyboard stays one. */
const unshifted = (text: string): string =>
  text.replace(/[!@#$%^&*()]/g, (sign) => String((SHIFTED_DIGITS.indexOf(sign) + 1) % 10));

const reversed = (text: string): string => Array.from(text).toReversed().join('');
