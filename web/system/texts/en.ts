import type { Texts } from '../../ui/texts/texts.ts';
import type { zhCN } from './zhCN.ts';

/** English texts of the system page. */
export const en: Texts<typeof zhCN> = {
  system: {
    title: 'System',
    accounts: 'Accounts',
    tokens: 'API tokens',
    allTokens: 'All tokens',
    allTokensLead:
      'The keys for programs that all people have made. Revoke one here when its owner leaves, when it leaked, or when nobody uses it.',
    nobodysTokens: 'Nobody has made a token yet.',
    owner: 'Owner',
    created: 'Made',
    name: 'Name',
    username: 'User name',
    roles: 'Roles and scopes',
    state: 'State',
    active: 'Active',
    disabled: 'Disabled',
    locked: 'Locked until {{until}}',
    lockedNow: 'Locked',
    lockedHint: 'Too many wrong passwords. Where the owner signed in before, those from elsewhere do not count.',
    unlock: 'Unlock',
    newAccount: 'New account',
    newToken: 'New token',
    create: 'Create',
    disable: 'Disable',
    enable: 'Enable',
    revoke: 'Revoke',
    revokeSure: 'Programs using it lose access at once. Revoke “{{name}}”?',
    expires: 'Expires',
    days: 'Days it is valid',
    role: 'Role',
    scope: 'Scope',
    scopeHint: 'A code prefix: 05 is the whole district, 0501 a unit, 050101 a grid',
    password: 'Password',
    tokenOnce: 'The token is shown this once. Copy it now.',
    tokensLead:
      'Keys for GIS programs and other software. They never hold more rights than you do, and end when you change your password.',
    noTokens: 'No tokens yet. Make one when QGIS or another program is to connect.',
    noAccounts: 'No other accounts yet.',
  },
};
