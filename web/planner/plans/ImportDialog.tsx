import { UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Modal, Segmented, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crs } from '../../../server/core/coverage/schemas.ts';
import type { PlanDetail } from '../../../server/core/plans/schemas.ts';
import { importIntoPlan, type PlanImport, type PlanImportAnswer } from '../../api/planPages.ts';
import { noteExpiry } from '../../app/queries.ts';
import { DATUMS, useFormats } from '../../ui/formats.ts';
import { PlanRefusal } from './PlanRefusal.tsx';

const SNAPS_METRES = [0, 0.1, 0.5, 1, 5] as const;

interface ImportDialogProps {
  plan: PlanDetail;
  onClose: () => void;
  onDone: () => void;
}

/** Takes a boundary file into a plan, and says what became of it. */
export function ImportDialog({ plan, onClose, onDone }: ImportDialogProps) {
  const { t } = useTranslation();
  const [order, setOrder] = useState<Omit<PlanImport, 'file'>>({ level: 'grid', crs: 'wgs84', snapMetres: 0.5 });
  const [file, setFile] = useState<File>();
  const [missing, setMissing] = useState(false);
  const take = useMutation({
    mutationFn: (chosen: File) => importIntoPlan(plan.id, { ...order, file: chosen }),
    onSuccess: onDone,
    onError: noteExpiry,
  });
  const answered = take.data !== undefined;
  const start = () => {
    if (answered) onClose();
    else if (file) take.mutate(file);
    else setMissing(true);
  };
  return (
    <Modal
      open
      title={t('takeIn.title')}
      okText={answered ? t('takeIn.close') : t('takeIn.start')}
      cancelText={t('common.cancel')}
      cancelButtonProps={answered ? { style: { display: 'none' } } : {}}
      confirmLoading={take.isPending}
      onOk={start}
      onCancel={onClose}
    >
      {take.data ? (
        <ImportOutcome answer={take.data} />
      ) : (
        <>
          <p className="dialog-lead">{t('takeIn.lead')}</p>
          {take.error && <PlanRefusal error={take.error} />}
          {take.isPending && <p role="status">{t('takeIn.running')}</p>}
          <Form layout="vertical" disabled={take.isPending}>
            <Form.Item
              {...(missing && !file ? { validateStatus: 'error' as const, help: t('takeIn.fileMissing') } : {})}
            >
              <Upload
                showUploadList={false}
                beforeUpload={(chosen) => {
                  setFile(chosen);
                  return false;
                }}
              >
                <Button icon={<UploadOutlined />}>{file?.name ?? t('takeIn.choose')}</Button>
              </Upload>
              <p className="soft">{t('check.formats')}</p>
            </Form.Item>
            <ImportFields order={order} onChange={setOrder} />
          </Form>
        </>
      )}
    </Modal>
  );
}

interface ImportFieldsProps {
  order: Omit<PlanImport, 'file'>;
  onChange: (order: Omit<PlanImport, 'file'>) => void;
}

function ImportFields({ order, onChange }: ImportFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item label={t('takeIn.level')}>
        <Segmented<'grid' | 'unit'>
          value={order.level}
          onChange={(level) => onChange({ ...order, level })}
          options={(['grid', 'unit'] as const).map((value) => ({ value, label: t(`takeIn.levels.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={t('check.crs')}>
        <Select<Crs>
          value={order.crs}
          onChange={(crs) => onChange({ ...order, crs })}
          options={DATUMS.map((value) => ({ value, label: t(`datum.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={t('check.snap')}>
        <Select<number>
          value={order.snapMetres}
          onChange={(snapMetres) => onChange({ ...order, snapMetres })}
          options={SNAPS_METRES.map((metres) => ({
            value: metres,
            label: metres === 0 ? t('check.snapNone') : t('check.snapValue', { metres }),
          }))}
        />
      </Form.Item>
    </>
  );
}

const DIFFERENCES = ['created', 'retired', 'reshaped', 'renamed'] as const;

function ImportOutcome({ answer: { report, difference, edit } }: { answer: PlanImportAnswer }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const faults = report.faults.filter(({ severity }) => severity === 'error').length;
  if (!edit) return <Alert type="info" showIcon title={t('takeIn.same')} />;
  return (
    <div data-testid="import-outcome">
      <Alert
        type={faults > 0 ? 'warning' : 'success'}
        showIcon
        title={faults > 0 ? t('takeIn.faulty', { count: faults, formatted: formats.count(faults) }) : t('takeIn.clean')}
      />
      <dl className="change-counts">
        {DIFFERENCES.map((kind) => (
          <div key={kind}>
            <dt>{t(`takeIn.${kind}`)}</dt>
            <dd>{formats.count(difference[kind].length)}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">{t('takeIn.undoable')}</p>
    </div>
  );
}
