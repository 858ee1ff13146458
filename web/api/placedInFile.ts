import type { InputError } from '../../server/core/inputError.ts';

/** What the file is called in the request: `features` in a JSON body, `file` in a form. */
const FILE_IN_REQUEST = /^\/(?:features|file)(?=\/)/;

/**
 * A refusal of a request that carried a file, with its places told as they are in the file: whoever chose the file knows nothing
 * of the request around it. Places in the outline keep their `/parent`.
 */
export function placedInFile(problem: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (!Array.isArray(problem['errors'])) return { ...problem };
  const errors = (problem['errors'] as InputError[])
    // That it is the file which is wrong goes without saying.
    .filter(({ path }) => path !== '/file')
    .map(({ path, message }) => ({ path: path.replace(FILE_IN_REQUEST, ''), message }));
  const [first] = problem['errors'] as InputError[];
  const { detail } = problem;
  const repeats = first !== undefined && typeof detail === 'string' && detail.startsWith(`At ${first.path}:`);
  return { ...problem, errors, ...(repeats ? { detail: '' } : {}) };
}
