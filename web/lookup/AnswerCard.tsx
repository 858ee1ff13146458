import { EnvironmentOutlined, InfoCircleFilled } from '@ant-design/icons';
import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Problem } from '../api/client.ts';
import type { Answer, Question } from '../api/lookup.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { UnitSwatch } from '../ui/UnitSwatch.tsx';
import { WardenList } from '../ui/WardenList.tsx';
import { OutsideNotice } from './OutsideNotice.tsx';
import type { LookupAddress } from './useLookupAddress.ts';

interface AnswerCardProps {
  address: LookupAddress;
  question: Question;
  answer: UseQueryResult<Answer>;
  /** True when the point was typed latitude first and turned. */
  swapped: boolean;
}

/** The answer: the grid that owns the spot, who answers for it, and how near the next one is. */
export function AnswerCard({ address, question, answer, swapped }: AnswerCardProps) {
  const { t } = useTranslation('lookup');
  const { data, error, isPending, refetch } = answer;
  return (
    <section
      className="floating-card answer-card"
      aria-live="polite"
      data-testid="lookup-answer"
      data-code={data?.grid.code ?? ''}
    >
      {swapped && (
        <p className="answer-note">
          <InfoCircleFilled /> {t('lookup.swapped', { longitude: question.lng, latitude: question.lat })}
        </p>
      )}
      {isPending && <Skeleton active paragraph={{ rows: 5 }} />}
      {error instanceof Problem && error.code === 'outside-coverage' && (
        <OutsideNotice problem={error} question={question} datum={address.datum} />
      )}
      {error && !(error instanceof Problem && error.code === 'outside-coverage') && (
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      )}
      {data && <AnswerBody answer={data} question={question} datum={address.datum} />}
    </section>
  );
}

function AnswerBody({
  answer,
  question,
  datum,
}: {
  answer: Answer;
  question: Question;
  datum: LookupAddress['datum'];
}) {
  const { t } = useTranslation('lookup');
  const formats = useFormats();
  const { grid, unit, district, border, wardens } = answer;
  return (
    <>
      <div className="area-head">
        <span className="code-large">{grid.code}</span>
        <CopyButton text={grid.code} title={t('areaCard.copyCode')} />
      </div>
      <p className="area-name">{grid.name}</p>
      {answer.uncertain && <Uncertain answer={answer} />}
      <h3>{t('areaCard.wardens')}</h3>
      <WardenList wardens={wardens} />
      <dl className="facts">
        <dt>{t('lookup.unit')}</dt>
        <dd>
          <UnitSwatch code={unit.code} />
          {unit.name} {unit.code}
        </dd>
        <dt>{t('lookup.district')}</dt>
        <dd>
          {district.name} {district.code}
        </dd>
        <dt>{t('lookup.border')}</dt>
        <dd data-testid="border-distance">{formats.distance(border.distanceMetres)}</dd>
        <dt>{t('lookup.behind')}</dt>
        <dd>{border.neighbour ? `${border.neighbour.code} ${border.neighbour.name}` : t('lookup.beyondDistrict')}</dd>
        <dt>{t('lookup.point')}</dt>
        <dd>
          {formats.coordinates(question.lng, question.lat)} <small className="soft">{t(`datumShort.${datum}`)}</small>
        </dd>
        <dt>{t('areaCard.generation')}</dt>
        <dd>{t('proof.chip', { generation: answer.generation })}</dd>
      </dl>
      <Link to={`/map/${grid.code}`}>
        <Button block icon={<EnvironmentOutlined />}>
          {t('lookup.seeGrid')}
        </Button>
      </Link>
    </>
  );
}

function Uncertain({ answer: { grid, border } }: { answer: Answer }) {
  const { t } = useTranslation('lookup');
  const formats = useFormats();
  const distance = formats.distance(border.distanceMetres);
  return (
    <p className="answer-note warn" data-testid="uncertain">
      <InfoCircleFilled />{' '}
      {border.neighbour
        ? t('lookup.or', { code: grid.code, neighbour: border.neighbour.code, distance })
        : t('lookup.orBeyond', { code: grid.code, distance })}
    </p>
  );
}
