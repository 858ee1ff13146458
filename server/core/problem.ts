import { type Static, Type } from 'typebox';
import { FAULT_CODES } from './fault.ts';
import { InputError } from './inputError.ts';

/** An answer that refuses, RFC 9457; further members tell more of some refusals, e.g. the nearest grid of `outside-coverage`. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.Optional(Type.Enum(FAULT_CODES, { description: 'Why; nothing where the service itself went wrong' })),
    errors: Type.Optional(Type.Array(InputError, { description: 'What is wrong where in the input' })),
  },
  { title: 'Problem', additionalProperties: true },
);
export type Problem = Static<typeof Problem>;
