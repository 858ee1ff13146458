import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { useFormats } from '../../ui/formats.ts';
import { type AccountPart, groundAccounts } from './passages.ts';
import { useSquareMetres } from './useSquareMetres.ts';

/** Grid by grid, what its ground is made of, so that anybody can add it up. */
export function GroundAccounts({ impact }: { impact: Impact }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const squareMetres = useSquareMetres();
  const wordsOf = ({ kind, grid }: AccountPart) => t(`impact.account.${kind}`, { grid: grid ?? t('impact.nobody') });
  return (
    <table className="impact-table account-table" data-testid="accounts">
      <tbody>
        {groundAccounts(impact).map(({ code, kind, totalSquareMetres, parts }) => (
          <tr key={code} data-code={code}>
            <th scope="row">
              {code} <small className="soft">{t(`impact.kind.${kind}`)}</small>
            </th>
            <td className="figure">{squareMetres(totalSquareMetres)}</td>
            <td>
              {parts.map((part, index) => (
                <span key={`${part.kind} ${part.grid}`} className="account-part">
                  {index === 0 ? '=' : part.squareMetres < 0 ? '−' : '+'} {wordsOf(part)}{' '}
                  <b>{formats.count(Math.abs(part.squareMetres))}</b>
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
