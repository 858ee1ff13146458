import { useTranslation } from 'react-i18next';
import type { Role, ScopedRole } from '../../server/core/people/schemas.ts';
import type { TableColumn } from '../ui/table/tableView.ts';
import { RoleTags } from './RoleTags.tsx';

/** The column of roles with their areas, which rows may be limited by. */
export function useRoleColumn<Row extends { roles: readonly ScopedRole[] }>(): TableColumn<Row> {
  const { t } = useTranslation('system');
  return {
    key: 'roles',
    title: t('system.roles'),
    value: ({ roles }) => roles.map(({ role }) => role),
    words: ({ roles }) => roles.map(({ scope }) => scope).join(' '),
    choice: (role) => t(`role.${role as Role}`),
    show: ({ roles }) => <RoleTags roles={roles} />,
  };
}
