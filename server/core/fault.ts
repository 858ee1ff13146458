import type { InputError } from './inputError.ts';

/**
 * The closed list of reasons for which the service refuses something. `http/problem.ts` gives each its status and title;
 * whatever is thrown and is not a `Fault` is a bug and is logged as one.
 */
export const FAULT_CODES = [
  'bad-request',
  'unauthenticated',
  'locked-out',
  'forbidden',
  'not-found',
  'outside-coverage',
  'method-not-allowed',
  'conflict',
  'stale',
  'code-taken',
  'key-reused',
  'too-large',
  'unsupported-media-type',
  'invalid-input',
  'swapped-coordinates',
  'unreadable-file',
  'coverage-broken',
  'too-many-requests',
  'unavailable',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** A refusal: a code from the closed list, a sentence for a person, the places in the input, and further members of the problem. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly detail: string;
  readonly errors: readonly InputError[];
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: FaultCode,
    detail: string,
    errors: readonly InputError[] = [],
    members: Record<string, unknown> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Fault';
    this.code = code;
    this.detail = detail;
    this.errors = errors;
    this.members = members;
  }
}
