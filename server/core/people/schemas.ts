import { type Static, Type } from 'typebox';

/** Roles, sessions and tokens as the API shows them. A scope is a code prefix: `05`, `0502`, `050203`. */

export const ROLES = [
  'admin',
  'planner',
  'approver',
  'dispatcher',
  'clerk',
  'unitHead',
  'warden',
  'member',
  'assessor',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

export const ScopedRole = Type.Object(
  {
    role: Type.Enum(ROLES),
    scope: Type.String({ pattern: '^[0-9]{2}([0-9]{2}){0,2}$' }),
  },
  { title: 'ScopedRole', additionalProperties: false },
);
export type ScopedRole = Static<typeof ScopedRole>;

export const SessionRequest = Type.Object(
  { username: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ minLength: 1, maxLength: 1024 }) },
  { title: 'SessionRequest', additionalProperties: false },
);

export const SessionAnswer = Type.Object(
  {
    user: Type.Object({ id: Type.String(), name: Type.String(), roles: Type.Array(ScopedRole) }),
  },
  { title: 'Session' },
);
export type SessionAnswer = Static<typeof SessionAnswer>;

/** A token that nobody looks after is gone after a year. */
export const LONGEST_TOKEN_DAYS = 365;

export const TokenRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, format: 'visible-name' }),
    roles: Type.Array(ScopedRole, { minItems: 1, maxItems: 20 }),
    expiresInDays: Type.Integer({ minimum: 1, maximum: LONGEST_TOKEN_DAYS }),
  },
  { title: 'TokenRequest', additionalProperties: false },
);

export type TokenRequest = Static<typeof TokenRequest>;

export const TokenAnswer = Type.Object({ id: Type.String(), token: Type.String() }, { title: 'NewToken' });
