import type { Texts } from '../../ui/texts/texts.ts';
import type { zhCN } from './zhCN.ts';

/** English texts of the frame around the pages. */
export const en: Texts<typeof zhCN> = {
  rail: {
    label: 'Main navigation',
  },
  page: {
    crash: 'This page has failed',
    crashText: 'Reloading usually helps; nothing saved is affected.',
    reload: 'Reload',
    noPage: 'There is no such page',
    noPageText: 'The address may be mistyped, or the page has moved.',
    goMap: 'Go to the map',
  },
  search: {
    label: 'Search',
    placeholder: 'Code, name, coordinates',
    goPoint: 'Find the grid that owns this point',
    goPointSwapped: 'Find this point (read as latitude first)',
    nothing: 'Nothing found. Type a six-digit grid code, the name of a grid or unit, or a pair of coordinates.',
  },
  language: { label: 'Language', zhCN: '中文', en: 'English' },
  user: {
    menu: 'User menu',
    signOut: 'Sign out',
  },
  password: {
    title: 'Change password',
    change: 'Change',
    current: 'Present password',
    next: 'New password',
    again: 'New password again',
    differs: 'The two are not the same',
    consequences: 'Your sessions elsewhere end, and all your API tokens do: make new ones afterwards.',
    done: 'The password is changed. Sessions elsewhere and API tokens have ended.',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Grid management for a district market-supervision bureau',
    body: 'Every published boundary carries its proof: no gap and no overlap at all three levels, and anybody can check it.',
    username: 'User name',
    password: 'Password',
    submit: 'Sign in',
    usernameMissing: 'Enter your user name',
    passwordMissing: 'Enter your password',
    wrong:
      'User name or password is wrong. Check upper and lower case; after five wrong tries from one place you wait 15 minutes.',
    locked:
      'After too many wrong passwords this account cannot sign in from here for now. Try again in {{minutes}} min, or ask an administrator to unlock it under System › Accounts.',
    tooMany: 'Too many tries. Wait {{seconds}} s and try again.',
    expired: 'Your session has ended. Sign in again and you will be back where you were.',
    fact: {
      levels: '3 levels',
      levelsText: 'District · unit · grid',
      exact: '1 cm',
      exactText: 'lattice, exact arithmetic',
      proof: 'SHA-256',
      proofText: 'each version can be re-checked',
    },
  },
  about: {
    title: 'About Gridwarden',
    lead: 'Made with {{formatted}} open components. Open one for its licence and where its source is.',
    search: 'Search components or licences',
    inside: 'Has {{name}} in it',
    source: 'Source',
    home: 'Home page',
    noText: 'The component brings no text of its licence.',
    none: 'No component fits.',
  },
};
