import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES } from '../../server/core/people/schemas.ts';
import { type Account, accountsQuery, changeAccount, createAccount, type NewAccount } from '../api/people.ts';
import { noteExpiry } from '../app/queries.ts';
import { useUser } from '../app/RequireSession.tsx';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { RoleFields } from './RoleFields.tsx';
import { RoleTags } from './RoleTags.tsx';

/** The accounts: who, with which roles, whether they may sign in. */
export function AccountsTab() {
  const { t } = useTranslation();
  const user = useUser();
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(accountsQuery);
  const [making, setMaking] = useState(false);
  const change = useMutation({
    mutationFn: ({ id, active }: { id: string; active: boolean }) => changeAccount(id, { active }),
    onSuccess: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
    onError: noteExpiry,
  });
  const columns: TableColumnsType<Account> = [
    { title: t('system.username'), dataIndex: 'username' },
    { title: t('system.name'), dataIndex: 'name' },
    { title: t('system.roles'), render: (_, { roles }) => <RoleTags roles={roles} /> },
    { title: t('system.state'), render: (_, account) => <AccountState account={account} /> },
    {
      align: 'right',
      render: (_, { id, active }) =>
        id !== user.id && (
          <Button size="small" danger={active} onClick={() => change.mutate({ id, active: !active })}>
            {active ? t('system.disable') : t('system.enable')}
          </Button>
        ),
    },
  ];
  return (
    <>
      <div className="tab-actions">
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          {t('system.newAccount')}
        </Button>
      </div>
      {(error ?? change.error) && (
        <ProblemNotice error={error ?? change.error} onRetry={error ? () => void refetch() : undefined} />
      )}
      <Table<Account>
        rowKey="id"
        size="middle"
        loading={isPending}
        columns={columns}
        dataSource={data ?? []}
        pagination={{ hideOnSinglePage: true, pageSize: 50 }}
        locale={{ emptyText: <span className="soft">{t('system.noAccounts')}</span> }}
      />
      <NewAccountDialog open={making} onClose={() => setMaking(false)} />
    </>
  );
}

function AccountState({ account }: { account: Account }) {
  const { t } = useTranslation();
  if (!account.active) return <Tag>{t('system.disabled')}</Tag>;
  if (account.lockedUntil) return <Tag color="orange">{t('system.locked')}</Tag>;
  return <Tag color="green">{t('system.active')}</Tag>;
}

function NewAccountDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form] = Form.useForm<NewAccount>();
  const create = useMutation({
    mutationFn: createAccount,
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
    },
    onError: noteExpiry,
  });
  const required = [{ required: true, message: t('system.required') }];
  return (
    <Modal
      open={open}
      title={t('system.newAccount')}
      okText={t('system.create')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={create.reset}
      destroyOnHidden
    >
      {create.error && <ProblemNotice error={create.error} />}
      <Form<NewAccount>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ roles: [{ scope: '05' }] }}
        onFinish={create.mutate}
      >
        <Form.Item name="username" label={t('system.username')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t('system.name')} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="password" label={t('system.password')} extra={t('system.passwordHint')} rules={required}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <RoleFields offered={ROLES} />
      </Form>
    </Modal>
  );
}
