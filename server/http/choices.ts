import { type TString, Type } from 'typebox';
import { Fault } from '../core/fault.ts';

/** A parameter that takes one or more of some words, separated by commas. */
export const Choices = (known: readonly string[]): TString =>
  Type.String({ maxLength: 200, description: `One or more, separated by commas, of: ${known.join(', ')}` });

/** The words of such a parameter; none where it is absent. Throws `invalid-input` for one that is not known. */
export function readChoices<T extends string>(name: string, text: string | undefined, known: readonly T[]): T[] {
  const chosen = (text?.split(',') ?? []) as T[];
  if (chosen.every((one) => known.includes(one))) return chosen;
  throw new Fault('invalid-input', `The parameter ${name} takes ${known.join(', ')}.`, [
    { path: `/${name}`, message: 'unknown' },
  ]);
}
