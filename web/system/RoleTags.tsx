import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ScopedRole } from '../../server/core/people/schemas.ts';

/** Roles in words with the code prefix each holds in. */
export function RoleTags({ roles }: { roles: readonly ScopedRole[] }) {
  const { t } = useTranslation('system');
  return roles.map(({ role, scope }) => (
    <Tag key={`${role} ${scope}`}>
      {t(`role.${role}`)} {scope}
    </Tag>
  ));
}
