import { useTranslation } from 'react-i18next';
import type { GridDifference } from '../../server/core/coverage/schemas.ts';
import type { Difference } from '../map/scene.ts';
import { differenceColours } from '../ui/tokens.ts';
import { useAreaChange } from './useAreaChange.ts';

interface DifferenceListProps {
  difference: GridDifference;
  compared: { from: number; to: number };
  selected: string | undefined;
  onSelect: (code: string) => void;
}

interface Line {
  code: string;
  detail: string;
}

/** The grids that differ, by kind. */
export function DifferenceList({ difference, compared, selected, onSelect }: DifferenceListProps) {
  const { t } = useTranslation('history');
  const areaChange = useAreaChange(compared.from, compared.to);
  const sections: [Difference, string, Line[]][] = [
    ['created', t('history.created'), difference.created.map((code) => ({ code, detail: '' }))],
    ['retired', t('history.retired'), difference.retired.map((code) => ({ code, detail: '' }))],
    [
      'changed',
      t('history.reshaped'),
      difference.reshaped.map(({ code, formerName }) => ({
        code,
        detail: [areaChange(code), formerName && t('history.formerName', { name: formerName })]
          .filter(Boolean)
          .join(t('common.separator')),
      })),
    ],
    [
      'renamed',
      t('history.renamed'),
      difference.renamed.map(({ code, before, after }) => ({
        code,
        detail: t('history.renamedFrom', { before, after }),
      })),
    ],
  ];
  const filled = sections.filter(([, , lines]) => lines.length > 0);
  if (filled.length === 0) return <p className="soft">{t('history.same')}</p>;
  return (
    <div data-testid="difference">
      {filled.map(([kind, title, lines]) => (
        <section key={kind} className="difference-section" data-kind={kind} data-count={lines.length}>
          <h3>
            <span className="difference-swatch" style={{ background: differenceColours[kind] }} aria-hidden="true" />
            {title} <span className="soft">{lines.length}</span>
          </h3>
          <ul>
            {lines.map(({ code, detail }) => (
              <li key={code}>
                <button type="button" aria-current={code === selected} onClick={() => onSelect(code)}>
                  <strong>{code}</strong> <span className="soft">{detail}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {(difference.reshaped.length > 0 || difference.retired.length > 0) && (
        <p className="soft former-legend">{t('history.dashed')}</p>
      )}
    </div>
  );
}
