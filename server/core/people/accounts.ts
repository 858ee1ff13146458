import { type Static, Type } from 'typebox';
import { ScopedRole } from './schemas.ts';

/** The shapes of account administration, own tokens and the audit log. */

export const SHORTEST_PASSWORD = 10;

/** What can be wrong with a new password; the member `weakness` of the problem that refuses it. */
export const WEAKNESSES = ['short', 'common', 'name', 'guessable'] as const;
export type Weakness = (typeof WEAKNESSES)[number];

const Username = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{1,63}$',
  description: 'Lower case letters, digits, dot, dash, underscore',
});
const Password = Type.String({ minLength: 1, maxLength: 1024 });
const Roles = Type.Array(ScopedRole, { maxItems: 50 });

export const Account = Type.Object(
  {
    id: Type.String(),
    username: Type.String(),
    name: Type.String(),
    active: Type.Boolean(),
    demo: Type.Boolean(),
    lockedUntil: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    createdAt: Type.String({ format: 'date-time' }),
    roles: Type.Array(ScopedRole),
  },
  { title: 'Account' },
);
export type Account = Static<typeof Account>;

export const AccountList = Type.Object({ accounts: Type.Array(Account) }, { title: 'AccountList' });

export const NewAccount = Type.Object(
  {
    username: Username,
    name: Type.String({ minLength: 1, maxLength: 100, format: 'visible-name' }),
    password: Password,
    roles: Roles,
  },
  { title: 'NewAccount', additionalProperties: false },
);
export type NewAccount = Static<typeof NewAccount>;

export const AccountChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100, format: 'visible-name' })),
    password: Type.Optional(Password),
    active: Type.Optional(Type.Boolean()),
    roles: Type.Optional(Roles),
  },
  { title: 'AccountChange', additionalProperties: false, minProperties: 1 },
);
export type AccountChange = Static<typeof AccountChange>;

export const PasswordChange = Type.Object(
  { current: Password, next: Password },
  { title: 'PasswordChange', additionalProperties: false },
);

export type PasswordChange = Static<typeof PasswordChange>;

export const TokenSummary = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    createdAt: Type.String({ format: 'date-time' }),
    expiresAt: Type.String({ format: 'date-time' }),
    /** What it can do now: of the roles it was made with, those its owner still holds. */
    roles: Type.Array(ScopedRole),
  },
  { title: 'Token' },
);
export type TokenSummary = Static<typeof TokenSummary>;

export const TokenList = Type.Object({ tokens: Type.Array(TokenSummary) }, { title: 'TokenList' });

/** A token as an administrator sees it: whose it is, too. */
export const AccountToken = Type.Object(
  {
    ...TokenSummary.properties,
    account: Type.Object({ id: Type.String(), username: Type.String(), name: Type.String() }),
  },
  { title: 'AccountToken' },
);
export type AccountToken = Static<typeof AccountToken>;

export const AccountTokenList = Type.Object({ tokens: Type.Array(AccountToken) }, { title: 'AccountTokenList' });
export const IdParams = Type.Object(
  { id: Type.String({ format: 'uuid', description: 'The id of an account, or of a token' }) },
  { additionalProperties: false },
);
