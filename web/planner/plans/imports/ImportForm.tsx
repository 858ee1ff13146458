import { UploadOutlined } from '@ant-design/icons';
import { Button, Form, Segmented, Select, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FileColumn, FileDescription, FileNote } from '../../../../server/core/coverage/intake/schemas.ts';
import type { Crs } from '../../../../server/core/coverage/schemas.ts';
import { Problem } from '../../../api/client.ts';
import type { PlanImport } from '../../../api/planPages.ts';
import { ColumnChip, SNAPS_METRES } from '../../../ui/FileChips.tsx';
import { FileNotes } from '../../../ui/FileNotes.tsx';
import { DATUMS } from '../../../ui/formats.ts';
import { PlanRefusal } from '../decisions/PlanRefusal.tsx';

type Order = Omit<PlanImport, 'file'>;

interface ImportFormProps {
  order: Order;
  file: File | undefined;
  isMissing: boolean;
  isPending: boolean;
  error: Error | null;
  onFile: (file: File) => void;
  onOrder: (order: Order) => void;
}

/** The file and how to take it in. What a refusal offers to choose from is offered here, for the same file. */
export function ImportForm({ order, file, isMissing, isPending, error, onFile, onOrder }: ImportFormProps) {
  const { t } = useTranslation('planner');
  const offered = offeredBy(error);
  return (
    <div className="import-flow">
      <p className="dialog-lead">{t('takeIn.lead')}</p>
      {error && !isPending && <PlanRefusal error={error} />}
      {error && !isPending && (
        <FileNotes notes={notesIn(error)} assumed={order.crs} onCrs={(crs) => onOrder({ ...order, crs })} />
      )}
      {isPending && <p role="status">{t('takeIn.running')}</p>}
      <Form layout="vertical" disabled={isPending}>
        <Form.Item {...(isMissing ? { validateStatus: 'error' as const, help: t('takeIn.fileMissing') } : {})}>
          <Upload
            showUploadList={false}
            beforeUpload={(chosen) => {
              onFile(chosen);
              return false;
            }}
          >
            <Button icon={<UploadOutlined />}>{file?.name ?? t('takeIn.choose')}</Button>
          </Upload>
          <p className="soft">{t('fileReading.formats')}</p>
        </Form.Item>
        {offered && (
          <Form.Item>
            <ColumnChip
              file={offered}
              reading={order}
              canAssign={order.level === 'grid'}
              onChange={(reading) => onOrder({ ...order, ...reading })}
            />
          </Form.Item>
        )}
        <ImportFields order={order} onChange={onOrder} />
      </Form>
    </div>
  );
}

/** What a refusal says of the file beside its reason. */
const notesIn = (error: Error): FileNote[] =>
  error instanceof Problem && Array.isArray(error.members['notes']) ? (error.members['notes'] as FileNote[]) : [];

/** The columns that a refusal for the codes offers. */
function offeredBy(error: Error | null): FileDescription | undefined {
  if (!(error instanceof Problem) || !Array.isArray(error.members['columns'])) return undefined;
  const { codeColumn } = error.members;
  return {
    format: '',
    layers: [],
    notes: [],
    columns: error.members['columns'] as FileColumn[],
    ...(typeof codeColumn === 'string' ? { codeColumn } : {}),
  };
}

function ImportFields({ order, onChange }: { order: Order; onChange: (order: Order) => void }) {
  const { t } = useTranslation('planner');
  return (
    <>
      <Form.Item label={t('takeIn.level')}>
        <Segmented<'grid' | 'unit'>
          value={order.level}
          onChange={(level) => onChange({ ...order, level })}
          options={(['grid', 'unit'] as const).map((value) => ({ value, label: t(`takeIn.levels.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={t('fileReading.crs')}>
        <Select<Crs>
          value={order.crs}
          onChange={(crs) => onChange({ ...order, crs })}
          options={DATUMS.map((value) => ({ value, label: t(`datum.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={t('fileReading.snap')}>
        <Select<number>
          value={order.snapMetres}
          onChange={(snapMetres) => onChange({ ...order, snapMetres })}
          options={SNAPS_METRES.map((metres) => ({
            value: metres,
            label: metres === 0 ? t('fileReading.snapNone') : t('fileReading.snapValue', { metres }),
          }))}
        />
      </Form.Item>
    </>
  );
}
