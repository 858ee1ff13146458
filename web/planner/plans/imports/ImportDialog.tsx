import { useMutation } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanImportAnswer } from '../../../../server/core/plans/requests.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { importIntoPlan, type PlanImport, undoLast } from '../../../api/planPages.ts';
import { noteExpiry } from '../../../api/queries.ts';
import { ImportForm } from './ImportForm.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';

interface ImportDialogProps {
  plan: PlanDetail;
  onClose: () => void;
  onDone: () => void;
}

type Order = Omit<PlanImport, 'file'>;

/** Takes a boundary file into a plan, says what became of it, and takes it in otherwise on request. */
export function ImportDialog({ plan, onClose, onDone }: ImportDialogProps) {
  const { t } = useTranslation('planner');
  const [order, setOrder] = useState<Order>({ level: 'grid', crs: 'wgs84', snapMetres: 0.5 });
  const [file, setFile] = useState<File>();
  const [missing, setMissing] = useState(false);
  const [answer, setAnswer] = useState<PlanImportAnswer>();
  const take = useMutation({
    mutationFn: async ({ chosen, wanted }: { chosen: File; wanted: Order }) => {
      // What was taken in otherwise before is taken back first: it is this plan's last edit.
      if (answer?.edit) await undoLast(plan.id, crypto.randomUUID());
      setAnswer(undefined);
      return importIntoPlan(plan.id, { ...wanted, file: chosen });
    },
    onSuccess: setAnswer,
    onError: noteExpiry,
    onSettled: onDone,
  });
  const start = (wanted: Order) => {
    setOrder(wanted);
    if (file) take.mutate({ chosen: file, wanted });
    else setMissing(true);
  };
  return (
    <Modal
      open
      title={t('takeIn.title')}
      okText={answer ? t('takeIn.close') : t('takeIn.start')}
      cancelText={t('common.cancel')}
      cancelButtonProps={answer ? { style: { display: 'none' } } : {}}
      confirmLoading={take.isPending}
      onOk={() => (answer ? onClose() : start(order))}
      onCancel={onClose}
    >
      {answer ? (
        <ImportOutcome answer={answer} order={order} onChange={start} />
      ) : (
        <ImportForm
          order={order}
          file={file}
          isMissing={missing && !file}
          isPending={take.isPending}
          error={take.error}
          onFile={(chosen) => {
            setFile(chosen);
            setOrder({ ...order, layer: undefined, codeColumn: undefined, assignCodes: undefined });
            take.reset();
          }}
          onOrder={setOrder}
        />
      )}
    </Modal>
  );
}
