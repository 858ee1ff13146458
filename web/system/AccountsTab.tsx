import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES } from '../../server/core/people/schemas.ts';
import {
  type Account,
  accountsQuery,
  changeAccount,
  createAccount,
  type NewAccount,
  unlockAccount,
} from '../api/people.ts';
import { noteExpiry } from '../api/queries.ts';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { useRefusedFields } from '../ui/refusedFields.ts';
import { useUser } from '../ui/signedIn.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import type { TableColumn } from '../ui/table/tableView.ts';
import { RoleFields } from './RoleFields.tsx';
import { useRoleColumn } from './useRoleColumn.tsx';

/** The accounts: who, with which roles, whether they may sign in. */
export function AccountsTab() {
  const { t } = useTranslation('system');
  const user = useUser();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(accountsQuery);
  const [making, setMaking] = useState(false);
  const change = useMutation({
    mutationFn: ({ id, active }: { id: string; active: boolean }) => changeAccount(id, { active }),
    onSuccess: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
    onError: noteExpiry,
  });
  const unlock = useMutation({
    mutationFn: unlockAccount,
    onSettled: () => client.invalidateQueries({ queryKey: accountsQuery.queryKey }),
    onError: noteExpiry,
  });
  const refusal = change.error ?? unlock.error;
  const roleColumn = useRoleColumn<Account>();
  const columns: TableColumn<Account>[] = [
    { key: 'username', title: t('system.username'), value: ({ username }) => username },
    { key: 'name', title: t('system.name'), value: ({ name }) => name },
    roleColumn,
    {
      key: 'state',
      title: t('system.state'),
      value: ({ active, lockedUntil }) => (active ? (lockedUntil ? 'lockedNow' : 'active') : 'disabled'),
      choice: (state) => t(`system.${state as 'active' | 'disabled' | 'lockedNow'}`),
      show: (account) => <AccountState account={account} />,
    },
  ];
  const actions = ({ id, username, active, lockedUntil }: Account) => (
    <Space>
      {lockedUntil && (
        <Button
          size="small"
          aria-label={`${t('system.unlock')} ${username}`}
          loading={unlock.isPending && unlock.variables === id}
          onClick={() => unlock.mutate(id)}
        >
          {t('system.unlock')}
        </Button>
      )}
      {id !== user.id && (
        <Button size="small" danger={active} onClick={() => change.mutate({ id, active: !active })}>
          {active ? t('system.disable') : t('system.enable')}
        </Button>
      )}
    </Space>
  );
  return (
    <>
      <div className="tab-actions">
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          {t('system.newAccount')}
        </Button>
      </div>
      {refusal && <ProblemNotice error={refusal} />}
      <DataTable<Account>
        name="accounts"
        columns={columns}
        rows={data}
        error={error}
        onRetry={() => void refetch()}
        rowKey={({ id }) => id}
        actions={actions}
        searchable
        empty={t('system.noAccounts')}
      />
      <NewAccountDialog open={making} onClose={() => setMaking(false)} />
    </>
  );
}

function AccountState({ account }: { account: Account }) {
  const { t } = useTranslation('system');
  const formats = useFormats();
  if (!account.active) return <Tag>{t('system.disabled')}</Tag>;
  if (account.lockedUntil)
    return (
      <Tag color="orange" title={t('system.lockedHint')}>
        {t('system.locked', { until: formats.time(account.lockedUntil) })}
      </Tag>
    );
  return <Tag color="green">{t('system.active')}</Tag>;
}

function NewAccountDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('system');
  const client = useQueryClient();
  const [form] = Form.useForm<NewAccount>();
  const refusedFields = useRefusedFields();
  const create = useMutation({
    mutationFn: createAccount,
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: accountsQuery.queryKey });
    },
    onError: (error) => {
      noteExpiry(error);
      form.setFields((refusedFields(error) ?? []) as Parameters<typeof form.setFields>[0]);
    },
  });
  const required = [{ required: true, message: t('field.required') }];
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
      {create.error && !refusedFields(create.error) && <ProblemNotice error={create.error} />}
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
        <Form.Item name="password" label={t('system.password')} extra={t('field.passwordPolicy')} rules={required}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <RoleFields offered={ROLES} />
      </Form>
    </Modal>
  );
}
