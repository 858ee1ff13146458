import { useTranslation } from 'react-i18next';
import { WEAKNESSES } from '../../server/core/people/accounts.ts';
import { Problem } from '../api/client.ts';

/** A field of a form, by its path, and what is wrong with it. */
export interface RefusedField {
  name: (string | number)[];
  errors: string[];
}

/**
 * The fields of an account's, token's or password's form that a refusal names, with our words beside them; null when it names
 * something else, which a notice has to tell.
 */
export function useRefusedFields(): (error: unknown) => RefusedField[] | null {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem) || error.errors.length === 0) return null;
    const weakness = WEAKNESSES.find((known) => known === error.members['weakness']);
    const wordsFor = (path: string): string | undefined => {
      if (/^\/(password|next)$/.test(path)) return weakness && t(`field.weakPassword.${weakness}`);
      if (path === '/current') return t('field.wrongPassword');
      if (path === '/username') return t(error.status === 409 ? 'field.usernameTaken' : 'field.usernameForm');
      if (/^\/roles\/\d+\/scope$/.test(path)) return t('field.noSuchArea');
      return /^\/roles\/\d+$/.test(path) ? t('field.widerRole') : undefined;
    };
    const fields = error.errors.map(({ path }) => ({ name: nameOf(path), words: wordsFor(path) }));
    if (fields.some(({ words }) => words === undefined)) return null;
    return fields.map(({ name, words = '' }) => ({ name, errors: [words] }));
  };
}

/** A JSON pointer as the form's fields are named; a role as a whole is told at its first half. */
function nameOf(path: string): (string | number)[] {
  const name = path
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return name[0] === 'roles' && name.length === 2 ? [...name, 'role'] : name;
}
