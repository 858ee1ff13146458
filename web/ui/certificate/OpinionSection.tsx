import { CheckCircleFilled, LoadingOutlined, WarningFilled } from '@ant-design/icons';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecondOpinion } from '../../../server/core/coverage/secondOpinion.ts';
import { CopyButton } from '../CopyButton.tsx';
import { useFormats } from '../formats.ts';

/** So many things PostGIS does not agree with are listed; the rest is in the API's answer. */
const MOST_LISTED = 8;

/** What PostGIS itself says of a generation, with its figures; null while it is at work. */
export function OpinionSection({ generation, opinion }: { generation: number; opinion: SecondOpinion | null }) {
  const { t } = useTranslation();
  const command = `npm run verify:postgis -- --generation ${generation}`;
  return (
    <section className="opinion" data-testid="opinion" data-state={stateOf(opinion)}>
      <h3>{t('proof.opinion.title')}</h3>
      <p className={opinion?.ok === false ? 'opinion-verdict broken' : 'opinion-verdict'}>
        <OpinionSign opinion={opinion} />
        <strong>{t(`proof.opinion.${stateOf(opinion)}`)}</strong>
      </p>
      <p className="soft">{t(opinion ? 'proof.opinion.lead' : 'proof.opinion.pendingLead')}</p>
      {opinion?.ok === false && <Findings opinion={opinion} />}
      {opinion && <Figures opinion={opinion} />}
      <p className="soft">{t('proof.opinion.command')}</p>
      <div className="hash command">
        <code>{command}</code>
        <CopyButton text={command} title={t('common.copy')} />
      </div>
    </section>
  );
}

/** How an opinion stands, in a word that is also the key of its text. */
export function stateOf(opinion: SecondOpinion | null | undefined): 'agrees' | 'disagrees' | 'pending' {
  if (!opinion) return 'pending';
  return opinion.ok ? 'agrees' : 'disagrees';
}

/** The sign of how an opinion stands. */
export function OpinionSign({ opinion }: { opinion: SecondOpinion | null | undefined }) {
  if (!opinion) return <LoadingOutlined />;
  return opinion.ok ? <CheckCircleFilled /> : <WarningFilled />;
}

function Findings({ opinion }: { opinion: SecondOpinion }) {
  const { t } = useTranslation();
  return (
    <ul className="opinion-findings">
      {opinion.findings.slice(0, MOST_LISTED).map(({ check, codes, message }) => (
        <li key={message} title={message}>
          {t(`proof.opinion.check.${check}`)}
          {codes.length > 0 && <code>{codes.join(' ')}</code>}
        </li>
      ))}
    </ul>
  );
}

function Figures({ opinion }: { opinion: SecondOpinion }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const measure = (value: number | null, limit: number | null, format: (value: number) => string): string => {
    if (value === null) return t('proof.opinion.unknown');
    const allowed = limit === null ? '' : t('proof.opinion.allowed', { limit: format(limit) });
    return `${format(value)}${allowed && ` (${allowed})`}`;
  };
  const ofAll = (count: number | null, all: number): string =>
    count === null
      ? t('proof.opinion.unknown')
      : t('proof.opinion.ofAll', { count: formats.count(count), all: formats.count(all) });
  const rows = [
    [
      'difference',
      measure(opinion.symmetricDifferenceSquareMetres, opinion.allowedDifferenceSquareMetres, formats.area),
    ],
    ['hausdorff', measure(opinion.hausdorffMetres, opinion.allowedHausdorffMetres, formats.distance)],
    ['invalidGrids', ofAll(opinion.invalidGrids, opinion.grids)],
    ['overlappingPairs', measure(opinion.overlappingPairs, null, formats.count)],
    ['differingUnits', ofAll(opinion.differingUnits, opinion.units)],
    ['differingPoints', ofAll(opinion.differingPoints, opinion.points)],
    ['by', opinion.by],
    ['at', formats.dateTime(opinion.at)],
  ] as const;
  return (
    <dl className="facts">
      {rows.map(([key, value]) => (
        <Fragment key={key}>
          <dt>{t(`proof.opinion.${key}`)}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
