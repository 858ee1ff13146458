import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { scopesOf } from '../../../server/core/people/rights.ts';
import type { RailEntry } from '../../ui/area.ts';
import { useUser } from '../../ui/signedIn.ts';
import { AREAS } from '../areas.ts';

/** The places of the app, as icons with words. */
export function Rail() {
  const { t } = useTranslation('app');
  const user = useUser();
  const mayUse = ({ right }: RailEntry) => !right || scopesOf(user.roles, right).length > 0;
  const entries = AREAS.map(({ rail }) => rail).filter(mayUse);
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {entries.map(({ to, place, icon: Icon }) => (
        <NavLink key={to} to={to}>
          <span className="rail-icon" aria-hidden="true">
            <Icon />
          </span>
          {t(`place.${place}`)}
        </NavLink>
      ))}
    </nav>
  );
}
