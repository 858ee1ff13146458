import type { Texts } from '../texts.ts';
import type { forms as chinese } from '../zhCN/forms.ts';

/** English texts of forms and tables. */
export const forms: Texts<typeof chinese> = {
  field: {
    required: 'This is needed',
    usernameTaken: 'This user name is taken',
    usernameForm: '2 to 64 lower case letters, digits, dots, dashes or underscores, beginning with a letter or digit',
    noSuchArea: 'No such code in the boundaries in force, or not in the area you administer',
    widerRole: 'Wider than your own roles or scopes',
    passwordPolicy:
      'At least 10 characters, without the user name; no common password, name, date, sequence, repetition or neighbouring keys. Several unrelated words are easiest to remember and hardest to guess.',
    wrongPassword: 'This is not the present password',
    weakPassword: {
      short: 'At least 10 characters',
      common: 'Attackers try this one first; choose another',
      name: 'It has the user name in it; choose another',
      guessable: 'Too easy to guess: use several unrelated words, or more characters that follow no pattern',
    },
  },
  table: {
    search: 'Search',
    columns: 'Choose columns',
    none: 'No row fits.',
    some: '{{count}} of {{total}} rows',
    unlimit: 'Remove the filter “{{limit}}”',
    more_one: 'Show more ({{formatted}} row left)',
    more_other: 'Show more ({{formatted}} rows left)',
    sortAndLimit: 'Sort and filter',
    sortBy: 'Sort by',
    unsorted: 'As they come',
    ascending: 'Ascending',
    descending: 'Descending',
  },
};
