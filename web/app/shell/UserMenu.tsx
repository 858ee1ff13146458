import { InfoCircleOutlined, KeyOutlined, LogoutOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { sessionQuery, signOut } from '../../api/session.ts';
import { useUser } from '../../ui/signedIn.ts';
import { PasswordDialog } from './PasswordDialog.tsx';

const AboutDialog = lazy(async () => ({ default: (await import('./AboutDialog.tsx')).AboutDialog }));

/** Who is signed in, with which roles, the own password, and the way out. */
export function UserMenu() {
  const { t } = useTranslation('app');
  const user = useUser();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [changing, setChanging] = useState(false);
  const [asking, setAsking] = useState(false);
  const leave = async () => {
    try {
      await signOut();
    } finally {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, { user: null, expired: false });
      await navigate('/sign-in');
    }
  };
  const roles = user.roles.map(({ role, scope }) => ({
    key: `${role} ${scope}`,
    label: `${t(`role.${role}`)} · ${scope}`,
    disabled: true,
  }));
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="bottomRight"
        menu={{
          items: [
            ...roles,
            { type: 'divider' as const },
            { key: 'password', icon: <KeyOutlined />, label: t('password.title') },
            { key: 'about', icon: <InfoCircleOutlined />, label: t('about.title') },
            { key: 'out', icon: <LogoutOutlined />, label: t('user.signOut') },
          ],
          onClick: ({ key }) => {
            if (key === 'out') void leave();
            if (key === 'password') setChanging(true);
            if (key === 'about') setAsking(true);
          },
        }}
      >
        <Button className="user-button" aria-label={`${t('user.menu')}: ${user.name}`}>
          <span className="user-initial" aria-hidden="true">
            {user.name.slice(0, 1).toUpperCase()}
          </span>
          <span className="user-name">{user.name}</span>
        </Button>
      </Dropdown>
      <PasswordDialog open={changing} onClose={() => setChanging(false)} />
      <Suspense>{asking && <AboutDialog open onClose={() => setAsking(false)} />}</Suspense>
    </>
  );
}
