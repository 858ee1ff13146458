import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { noteExpiry } from '../../api/queries.ts';
import { changePassword } from '../../api/session.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useRefusedFields } from '../../ui/refusedFields.ts';

interface Answers {
  current: string;
  next: string;
  again: string;
}

/** The own password: the present one, the next one twice, and what it has to be. */
export function PasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('app');
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Answers>();
  const refusedFields = useRefusedFields();
  const change = useMutation({
    mutationFn: ({ current, next }: Answers) => changePassword({ current, next }),
    onSuccess: async () => {
      void message.success(t('password.done'));
      onClose();
      await client.invalidateQueries({ queryKey: ['tokens'] });
    },
    onError: (error) => {
      noteExpiry(error);
      form.setFields((refusedFields(error) ?? []) as Parameters<typeof form.setFields>[0]);
    },
  });
  const required = { required: true, message: t('field.required') };
  return (
    <Modal
      open={open}
      title={t('password.title')}
      okText={t('password.change')}
      cancelText={t('common.cancel')}
      confirmLoading={change.isPending}
      onOk={form.submit}
      onCancel={onClose}
      afterClose={change.reset}
      destroyOnHidden
    >
      {change.error && !refusedFields(change.error) && <ProblemNotice error={change.error} />}
      <Form<Answers> form={form} layout="vertical" preserve={false} requiredMark={false} onFinish={change.mutate}>
        <Form.Item name="current" label={t('password.current')} rules={[required]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
        <Form.Item name="next" label={t('password.next')} extra={t('field.passwordPolicy')} rules={[required]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password.again')}
          dependencies={['next']}
          rules={[
            required,
            ({ getFieldValue }) => ({
              validator: (_, again: string) =>
                !again || again === getFieldValue('next')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('password.differs'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <p className="soft">{t('password.consequences')}</p>
      </Form>
    </Modal>
  );
}
