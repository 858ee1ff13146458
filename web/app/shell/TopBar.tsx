import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { coverageQuery } from '../../api/coverage.ts';
import { Logo } from '../../ui/Logo.tsx';
import { SearchBox } from '../search/SearchBox.tsx';
import { useBreadcrumb } from './breadcrumb.tsx';
import { GenerationChip } from './GenerationChip.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { UserMenu } from './UserMenu.tsx';

/** The bar on top: where one is, which generation holds, search, language, user. */
export function TopBar() {
  const { t } = useTranslation('app');
  const { data: coverage } = useQuery(coverageQuery);
  const trail = useBreadcrumb();
  return (
    <header className="top-bar">
      <Link to="/map" className="brand">
        <Logo />
        <span>{t('product.name')}</span>
      </Link>
      <ol className="breadcrumb">
        {coverage && (
          <li>
            <Link to="/map">{coverage.district.name}</Link>
          </li>
        )}
        {trail.map(({ to, label }) => (
          <li key={to}>
            <Link to={to}>{label}</Link>
          </li>
        ))}
      </ol>
      {coverage && <GenerationChip coverage={coverage} />}
      <SearchBox />
      <LanguageSwitch />
      <UserMenu />
    </header>
  );
}
