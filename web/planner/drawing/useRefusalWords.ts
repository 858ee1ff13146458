import { useTranslation } from 'react-i18next';
import { zhCN } from '../../app/i18n/zhCN.ts';
import type { Refusal } from './trial.ts';

type Reason = keyof typeof zhCN.refusals;
const isKnown = (reason: string): reason is Reason => Object.hasOwn(zhCN.refusals, reason);

/** Says a refusal in the reader's language, with the grids it is about. */
export function useRefusalWords(): (refusal: Refusal) => string {
  const { t } = useTranslation();
  return ({ reason, members }) => {
    const values = Object.fromEntries(
      Object.entries(members).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(t('common.separator')) : String(value),
      ]),
    );
    return t(`refusals.${isKnown(reason) ? reason : 'not-now'}`, { replace: values });
  };
}
