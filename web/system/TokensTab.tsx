import { PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_TOKEN_DAYS } from '../../server/core/people/schemas.ts';
import { createToken, type NewToken, revokeToken, type TokenSummary, tokensQuery } from '../api/people.ts';
import { noteExpiry } from '../api/queries.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { useRefusedFields } from '../ui/refusedFields.ts';
import { useUser } from '../ui/signedIn.ts';
import { DataTable } from '../ui/table/DataTable.tsx';
import type { TableColumn } from '../ui/table/tableView.ts';
import { RevokeButton } from './RevokeButton.tsx';
import { RoleFields } from './RoleFields.tsx';
import { useRoleColumn } from './useRoleColumn.tsx';

/** The reader's own tokens: keys for programs. */
export function TokensTab() {
  const { t } = useTranslation('system');
  const formats = useFormats();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string>();
  const revoke = useMutation({
    mutationFn: revokeToken,
    onSuccess: () => {
      setMade(undefined);
      return client.invalidateQueries({ queryKey: ['tokens'] });
    },
    onError: noteExpiry,
  });
  const roleColumn = useRoleColumn<TokenSummary>();
  const columns: TableColumn<TokenSummary>[] = [
    { key: 'name', title: t('system.name'), value: ({ name }) => name },
    roleColumn,
    {
      key: 'expires',
      title: t('system.expires'),
      value: ({ expiresAt }) => expiresAt,
      show: ({ expiresAt }) => formats.date(expiresAt),
    },
  ];
  const actions = ({ id, name }: TokenSummary) => <RevokeButton name={name} onRevoke={() => revoke.mutate(id)} />;
  return (
    <>
      <div className="tab-actions">
        <p className="soft">{t('system.tokensLead')}</p>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
          {t('system.newToken')}
        </Button>
      </div>
      {made && <MadeToken token={made} onClose={() => setMade(undefined)} />}
      {revoke.error && <ProblemNotice error={revoke.error} />}
      <DataTable<TokenSummary>
        name="tokens"
        columns={columns}
        rows={data}
        error={error}
        onRetry={() => void refetch()}
        rowKey={({ id }) => id}
        actions={actions}
        empty={t('system.noTokens')}
      />
      <NewTokenDialog open={making} onClose={() => setMaking(false)} onMade={setMade} />
    </>
  );
}

function MadeToken({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation('system');
  return (
    <Alert
      type="success"
      showIcon
      className="made-token"
      title={t('system.tokenOnce')}
      description={
        <div className="hash">
          <code>{token}</code>
          <CopyButton text={token} title={t('common.copy')} />
        </div>
      }
      closable={{ onClose }}
    />
  );
}

interface NewTokenDialogProps {
  open: boolean;
  onClose: () => void;
  onMade: (token: string) => void;
}

function NewTokenDialog({ open, onClose, onMade }: NewTokenDialogProps) {
  const { t } = useTranslation('system');
  const user = useUser();
  const client = useQueryClient();
  const [form] = Form.useForm<NewToken>();
  const refusedFields = useRefusedFields();
  const create = useMutation({
    mutationFn: createToken,
    onSuccess: async ({ token }) => {
      onMade(token);
      onClose();
      await client.invalidateQueries({ queryKey: ['tokens'] });
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
      title={t('system.newToken')}
      okText={t('system.create')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={create.reset}
      destroyOnHidden
    >
      {create.error && !refusedFields(create.error) && <ProblemNotice error={create.error} />}
      <Form<NewToken>
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ roles: user.roles.slice(0, 1), expiresInDays: 90 }}
        onFinish={create.mutate}
      >
        <Form.Item name="name" label={t('system.name')} rules={required}>
          <Input autoComplete="off" placeholder="QGIS" />
        </Form.Item>
        <Form.Item name="expiresInDays" label={t('system.days')} rules={required}>
          <InputNumber min={1} max={LONGEST_TOKEN_DAYS} precision={0} />
        </Form.Item>
        <RoleFields offered={[...new Set(user.roles.map(({ role }) => role))]} />
      </Form>
    </Modal>
  );
}
