import { AimOutlined, AppstoreOutlined, SafetyCertificateOutlined, SettingOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

interface Entry {
  to: string;
  key: 'map' | 'lookup' | 'check' | 'system';
  icon: ReactNode;
}

const ENTRIES: readonly Entry[] = [
  { to: '/map', key: 'map', icon: <AppstoreOutlined /> },
  { to: '/lookup', key: 'lookup', icon: <AimOutlined /> },
  { to: '/check', key: 'check', icon: <SafetyCertificateOutlined /> },
  { to: '/system', key: 'system', icon: <SettingOutlined /> },
];

/** The places of the app, as icons with words. */
export function Rail() {
  const { t } = useTranslation();
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {ENTRIES.map(({ to, key, icon }) => (
        <NavLink key={to} to={to}>
          <span className="rail-icon" aria-hidden="true">
            {icon}
          </span>
          {t(`rail.${key}`)}
        </NavLink>
      ))}
    </nav>
  );
}
