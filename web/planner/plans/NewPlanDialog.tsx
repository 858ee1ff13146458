import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { NewPlan } from '../../../server/core/plans/requests.ts';
import { createPlan, plansQuery } from '../../api/planPages.ts';
import { noteExpiry } from '../../api/queries.ts';
import { PlanRefusal } from './decisions/PlanRefusal.tsx';
import { useScopes } from './useScopes.ts';

/** Begins a plan: its title, why, and where it may change grids; then straight to the drawing. */
export function NewPlanDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('planner');
  const client = useQueryClient();
  const navigate = useNavigate();
  const scopes = useScopes();
  const [form] = Form.useForm<NewPlan>();
  const create = useMutation({
    mutationFn: ({ title, note, scope }: NewPlan) =>
      createPlan({ title: title.trim(), scope, ...(note?.trim() ? { note: note.trim() } : {}) }),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: plansQuery.queryKey });
      await navigate(`/planner/${id}`);
    },
    onError: noteExpiry,
  });
  return (
    <Modal
      open
      title={t('plans.newTitle')}
      okText={t('plans.create')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {create.error && <PlanRefusal error={create.error} />}
      {scopes.length > 0 && (
        <Form<NewPlan>
          form={form}
          layout="vertical"
          initialValues={{ scope: scopes[0]?.value ?? '' }}
          onFinish={create.mutate}
        >
          <Form.Item
            name="title"
            label={t('plans.name')}
            rules={[{ required: true, whitespace: true, message: t('plans.nameMissing') }]}
          >
            <Input
              autoFocus
              autoComplete="off"
              maxLength={200}
              placeholder={t('plans.namePlaceholder')}
              onPressEnter={form.submit}
            />
          </Form.Item>
          <Form.Item name="scope" label={t('plans.scope')} extra={t('plans.scopeHint')}>
            <Select options={scopes} />
          </Form.Item>
          <Form.Item name="note" label={t('plans.note')}>
            <Input.TextArea rows={3} maxLength={4000} placeholder={t('plans.notePlaceholder')} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
