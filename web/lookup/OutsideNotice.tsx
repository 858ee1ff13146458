import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import type { NearestGrid } from '../../server/core/locate/schemas.ts';
import type { Problem } from '../api/client.ts';
import type { Question } from '../api/lookup.ts';
import { useFormats } from '../ui/formats.ts';

/** The nearest grid, as the `outside-coverage` problem names it. */
function nearestOf(problem: Problem): NearestGrid | undefined {
  const nearest = problem.members.nearest as Partial<NearestGrid> | undefined;
  return nearest?.grid && typeof nearest.distanceMetres === 'number' ? (nearest as NearestGrid) : undefined;
}

/** A spot no grid owns: says which is nearest, and what may be wrong with the coordinates. */
export function OutsideNotice({ problem, question, datum }: { problem: Problem; question: Question; datum: Crs }) {
  const { t } = useTranslation('lookup');
  const formats = useFormats();
  const nearest = nearestOf(problem);
  return (
    <div data-testid="outside">
      <h2>{t('lookup.outside')}</h2>
      <p className="outside-text">
        {nearest
          ? t('lookup.outsideText', { ...nearest.grid, distance: formats.distance(nearest.distanceMetres) })
          : t('lookup.outsidePlain')}
      </p>
      {nearest && <p className="soft outside-text">{t('lookup.checkDatum')}</p>}
      <p className="soft outside-text">
        {formats.coordinates(question.lng, question.lat)} {t(`datumShort.${datum}`)}
      </p>
      {nearest && (
        <Link to={`/map/${nearest.grid.code}`}>
          <Button block>{t('lookup.seeNearest')}</Button>
        </Link>
      )}
    </div>
  );
}
