import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Segmented, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftOrder, DraftWeight } from '../../../../server/core/drafting/schemas.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { planAreasQuery } from '../../../api/planPages.ts';
import { useFormats } from '../../../ui/formats.ts';
import { PlanRefusal } from '../decisions/PlanRefusal.tsx';
import { useScopes } from '../useScopes.ts';

/** The last two digits of a grid's code run from 01 to 99. */
const MOST_GRIDS_IN_UNIT = 99;
const WEIGHTS: readonly DraftWeight[] = ['businesses', 'addresses', 'area'];

interface DraftFormProps {
  plan: PlanDetail;
  error: Error | null;
  pending: boolean;
  onStart: (order: DraftOrder) => void;
}

interface Wish {
  within: string;
  count: number;
  weight: DraftWeight;
  seed?: number | null;
}

/** What is to be drafted: where, into how many grids, balanced by what. */
export function DraftForm({ plan, error, pending, onStart }: DraftFormProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const [form] = Form.useForm<Wish>();
  const scopes = useScopes().filter(({ value }) => value.startsWith(plan.scope));
  const first = scopes.find(({ value }) => value.length === 4)?.value ?? plan.scope;
  const within = Form.useWatch('within', form) ?? first;
  const { data: grids } = useQuery(planAreasQuery(plan.id, 'grid', plan.revision));
  const now = grids?.filter(({ properties }) => properties.code.startsWith(within)).length;
  useEffect(() => {
    if (now !== undefined && !form.isFieldTouched('count')) form.setFieldValue('count', now);
  }, [form, now]);
  const start = ({ seed, ...wish }: Wish) => onStart(typeof seed === 'number' ? { ...wish, seed } : wish);
  return (
    <>
      <p className="dialog-lead">{t('draft.lead')}</p>
      {error && <PlanRefusal error={error} />}
      <Form<Wish>
        form={form}
        layout="vertical"
        initialValues={{ within: first, weight: 'businesses' }}
        onFinish={start}
        className="draft-form"
      >
        <Form.Item name="within" label={t('draft.within')}>
          <Select options={scopes} />
        </Form.Item>
        <Form.Item
          name="count"
          label={t('draft.count')}
          extra={now === undefined ? undefined : t('draft.countHint', { formatted: formats.count(now) })}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <InputNumber
            min={1}
            max={within.length === 4 ? MOST_GRIDS_IN_UNIT : MOST_GRIDS_IN_UNIT * Math.max(1, scopes.length - 1)}
            precision={0}
          />
        </Form.Item>
        <Form.Item name="weight" label={t('draft.weight')}>
          <Segmented options={WEIGHTS.map((value) => ({ value, label: t(`draft.weights.${value}`) }))} />
        </Form.Item>
        <Form.Item name="seed" label={t('draft.seed')} extra={t('draft.seedHint')}>
          <InputNumber min={0} max={4_294_967_295} precision={0} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={pending} block size="large">
          {t('draft.start')}
        </Button>
      </Form>
    </>
  );
}
