import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { type AccountToken, accountTokensQuery, revokeAccountToken } from '../api/people.ts';
import { noteExpiry } from '../api/queries.ts';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { RoleTags } from './RoleTags.tsx';

/** Everybody's tokens, for administrators: whose they are, what they can do, until when. */
export function AllTokensTab() {
  const { t } = useTranslation();
  const formats = useFormats();
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(accountTokensQuery);
  const revoke = useMutation({
    mutationFn: revokeAccountToken,
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: noteExpiry,
  });
  const columns: TableColumnsType<AccountToken> = [
    {
      title: t('system.owner'),
      render: (_, { account }) => (
        <>
          {account.name} <small className="soft">{account.username}</small>
        </>
      ),
    },
    { title: t('system.name'), dataIndex: 'name' },
    { title: t('system.roles'), render: (_, { roles }) => <RoleTags roles={roles} /> },
    { title: t('system.created'), render: (_, { createdAt }) => formats.date(createdAt) },
    { title: t('system.expires'), render: (_, { expiresAt }) => formats.date(expiresAt) },
    {
      align: 'right',
      fixed: 'right',
      render: (_, { id, name }) => (
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
      ),
    },
  ];
  return (
    <>
      <div className="tab-actions">
        <p className="soft">{t('system.allTokensLead')}</p>
      </div>
      {(error ?? revoke.error) && (
        <ProblemNotice error={error ?? revoke.error} onRetry={error ? () => void refetch() : undefined} />
      )}
      <Table<AccountToken>
        rowKey="id"
        size="middle"
        loading={isPending}
        columns={columns}
        dataSource={data ?? []}
        scroll={{ x: 'max-content' }}
        pagination={{ hideOnSinglePage: true, pageSize: 50 }}
        locale={{ emptyText: <span className="soft">{t('system.nobodysTokens')}</span> }}
      />
    </>
  );
}
