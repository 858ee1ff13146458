import { useTranslation } from 'react-i18next';
import type { Refusal } from '../session/trial.ts';

/** Says a refusal in the reader's language, with the grids it is about. */
export function useRefusalWords(): (refusal: Refusal) => string {
  const { t, i18n } = useTranslation('planner');
  return ({ reason, members }) => {
    const values = Object.fromEntries(
      Object.entries(members).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(t('common.separator')) : String(value),
      ]),
    );
    // What has no words of its own is said to be impossible now.
    const known = i18n.exists(`refusals.${reason}`) ? reason : 'not-now';
    return t(`refusals.${known as 'not-now'}`, { replace: values });
  };
}
