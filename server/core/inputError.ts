import { type Static, Type } from 'typebox';

/** One wrong place in the input. */
export const InputError = Type.Object(
  {
    path: Type.String({ description: 'A JSON pointer (RFC 6901) into what was sent' }),
    message: Type.String(),
  },
  { title: 'InputError' },
);
export type InputError = Static<typeof InputError>;
