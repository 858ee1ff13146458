import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AccountToken, accountTokensQuery, revokeAccountToken } from '../api/people.ts';
import { noteExpiry } from '../api/queries.ts';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { DataTable } from '../ui/table/DataTable.tsx';
import type { TableColumn } from '../ui/table/tableView.ts';
import { RevokeButton } from './RevokeButton.tsx';
import { useRoleColumn } from './useRoleColumn.tsx';

/** Everybody's tokens, for administrators: whose they are, what they can do, until when. */
export function AllTokensTab() {
  const { t } = useTranslation('system');
  const formats = useFormats();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(accountTokensQuery);
  const revoke = useMutation({
    mutationFn: revokeAccountToken,
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
    onError: noteExpiry,
  });
  const roleColumn = useRoleColumn<AccountToken>();
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
    roleColumn,
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
  const actions = ({ id, name }: AccountToken) => <RevokeButton name={name} onRevoke={() => revoke.mutate(id)} />;
  return (
    <>
      <div className="tab-actions">
        <p className="soft">{t('system.allTokensLead')}</p>
      </div>
      {revoke.error && <ProblemNotice error={revoke.error} />}
      <DataTable<AccountToken>
        name="all-tokens"
        columns={columns}
        rows={data}
        error={error}
        onRetry={() => void refetch()}
        rowKey={({ id }) => id}
        actions={actions}
        searchable
        empty={t('system.nobodysTokens')}
      />
    </>
  );
}
