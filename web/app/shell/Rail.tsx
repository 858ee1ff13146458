import {
  AimOutlined,
  AppstoreOutlined,
  EditOutlined,
  HistoryOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { type Right, scopesOf } from '../../../server/core/people/rights.ts';
import { useUser } from '../../ui/signedIn.ts';

interface Entry {
  to: string;
  key: 'map' | 'planner' | 'history' | 'lookup' | 'check' | 'system';
  icon: ReactNode;
  /** Who may use it, where not everybody may. */
  right?: Right;
}

const ENTRIES: readonly Entry[] = [
  { to: '/map', key: 'map', icon: <AppstoreOutlined /> },
  {
    to: '/planner',
    key: 'planner',
    icon: <EditOutlined />,
    right: 'readPlans',
  },
  { to: '/history', key: 'history', icon: <HistoryOutlined /> },
  { to: '/lookup', key: 'lookup', icon: <AimOutlined /> },
  { to: '/check', key: 'check', icon: <SafetyCertificateOutlined /> },
  { to: '/system', key: 'system', icon: <SettingOutlined /> },
];

/** The places of the app, as icons with words. */
export function Rail() {
  const { t } = useTranslation();
  const user = useUser();
  const mayUse = ({ right }: Entry) => !right || scopesOf(user.roles, right).length > 0;
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      {ENTRIES.filter(mayUse).map(({ to, key, icon }) => (
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
