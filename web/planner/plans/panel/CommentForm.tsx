import { EnvironmentOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewPlanComment } from '../../../../server/core/plans/requests.ts';
import { addComment, commentsQuery } from '../../../api/planPages.ts';
import { noteExpiry } from '../../../api/queries.ts';
import { useFormats } from '../../../ui/formats.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import type { PlanPanelProps } from './planPanelProps.ts';

interface Remark {
  text: string;
  grid?: string;
}

/** A new remark, pinned to a changed grid or to a place picked on the map. */
export function CommentForm({ plan, onPick }: PlanPanelProps) {
  const { t } = useTranslation('planner');
  const client = useQueryClient();
  const [form] = Form.useForm<Remark>();
  const [at, setAt] = useState<[number, number]>();
  const add = useMutation({
    mutationFn: (comment: NewPlanComment) => addComment(plan.id, comment),
    onSuccess: () => {
      form.resetFields();
      setAt(undefined);
      return client.invalidateQueries({ queryKey: commentsQuery(plan.id).queryKey });
    },
    onError: noteExpiry,
  });
  const send = ({ text, grid }: Remark) =>
    add.mutate({ text: text.trim(), ...(at ? { at } : {}), ...(grid && !at ? { grid } : {}) });
  return (
    <Form<Remark> form={form} onFinish={send} className="comment-form">
      {add.error && <ProblemNotice error={add.error} />}
      <Form.Item name="text" rules={[{ required: true, whitespace: true, message: t('planPanel.commentMissing') }]}>
        <Input.TextArea
          rows={2}
          maxLength={4000}
          aria-label={t('planPanel.comment')}
          placeholder={t('planPanel.commentPlaceholder')}
        />
      </Form.Item>
      <div className="comment-form-row">
        {onPick ? (
          <PlacePicker at={at} onPick={onPick} onChange={setAt} />
        ) : (
          <Form.Item name="grid" noStyle>
            <Select
              allowClear
              showSearch
              aria-label={t('planPanel.at')}
              placeholder={t('planPanel.nowhere')}
              options={plan.changedGrids.map((value) => ({ value, label: value }))}
            />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          {t('planPanel.add')}
        </Button>
      </div>
    </Form>
  );
}

interface PlacePickerProps {
  at: [number, number] | undefined;
  onPick: NonNullable<PlanPanelProps['onPick']>;
  onChange: (at: [number, number] | undefined) => void;
}

function PlacePicker({ at, onPick, onChange }: PlacePickerProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const [picking, setPicking] = useState(false);
  const pick = async () => {
    setPicking(true);
    try {
      onChange(await onPick());
    } finally {
      setPicking(false);
    }
  };
  if (at) {
    return (
      <Button onClick={() => onChange(undefined)} title={t('planPanel.unpin')} icon={<EnvironmentOutlined />}>
        {t('planPanel.picked', { place: formats.coordinates(...at) })}
      </Button>
    );
  }
  return (
    <Button onClick={() => void pick()} disabled={picking} icon={<EnvironmentOutlined />}>
      {picking ? t('planPanel.picking') : t('planPanel.pick')}
    </Button>
  );
}
