import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../server/core/people/schemas.ts';
import { type AccountToken, accountTokensQuery, revokeAccountToken } from '../api/people.ts';
import { noteExpiry } from '../api/queries.ts';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { DataTable } from '../ui/table/DataTable.tsx';
import type { TableColumn } from '../ui/table/tableView.ts';
import { RoleTags } from './RoleTags.tsx';

/** Everybody's tokens, for administrators: whose they are, what they can do, until when. */
export function AllTokensTab() {
  const { t } = useTranslation();
  const formats = useFormats();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(accountTokensQuery);
  const revoke = useMutation({
    mutationFn: revokeAccountToken,
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: noteExpiry,
  });
  const columns: TableColumn<AccountToken>[] = [
    {
      key: 'owner',
      title: t('system.owner'),
      value: ({ account }) => `${account.name} ${account.username}`,
      show: ({ account }) => (
        <>
          {account.name} <small className="soft">{account.username}</small>
        </>
      ),
    },
    { key: 'name', title: t('system.name'), value: ({ name }) => name },
    {
      key: 'roles',
      title: t('system.roles'),
      value: ({ roles }) => roles.map(({ role }) => role),
      choice: (role) => t(`user.role.${role as Role}`),
      show: ({ roles }) => <RoleTags roles={roles} />,
    },
    {
      key: 'created',
      title: t('system.created'),
      value: ({ createdAt }) => createdAt,
      show: ({ createdAt }) => formats.date(createdAt),
    },
    {
      key: 'expires',
      title: t('system.expires'),
      value: ({ expiresAt }) => expiresAt,
      show: ({ expiresAt }) => formats.date(expiresAt),
    },
  ];
  const actions = ({ id, name }: AccountToken) => (
    <Popconfirm
      title={t('system.revokeSure', { name })}
      okText={t('system.revoke')}
      cancelText={t('common.cancel')}
      onConfirm={() => revoke.mutate(id)}
    >
      <Button size="small" danger>
        {t('system.revoke')}
      </Button>
    </Popconfirm>
  );
  return (
    <>
      <div className="tab-actions">
        <p className="soft">{t('system.allTokensLead')}</p>
      </div>
      {(error ?? revoke.error) && (
        <ProblemNotice error={error ?? revoke.error} onRetry={error ? () => void refetch() : undefined} />
      )}
      {!error && (
        <DataTable<AccountToken>
          name="all-tokens"
          columns={columns}
          rows={data}
          rowKey={({ id }) => id}
          actions={actions}
          searchable
          empty={t('system.nobodysTokens')}
        />
      )}
    </>
  );
}
