import { useMutation } from '@tanstack/react-query';
import { Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crs, Level } from '../../server/core/coverage/schemas.ts';
import { withQuery } from '../api/client.ts';
import { fetchFile } from '../api/planPages.ts';
import { noteExpiry } from '../api/queries.ts';
import { downloadBlob } from './download.ts';
import { DATUMS } from './formats.ts';
import { ProblemNotice } from './ProblemNotice.tsx';

const FORMATS = ['geojson', 'gpkg', 'shp', 'kml'] as const;
const LEVELS: readonly Level[] = ['grid', 'unit', 'district'];

interface ExportDialogProps {
  /** The address of the export, from the root; format, level and datum are added. */
  path: string;
  generation?: number;
  onClose: () => void;
}

/** Gives out boundaries as a file: format, level and datum are chosen. */
export function ExportDialog({ path, generation, onClose }: ExportDialogProps) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('geojson');
  const [level, setLevel] = useState<Level>('grid');
  const [crs, setCrs] = useState<Crs>('wgs84');
  const download = useMutation({
    mutationFn: () => fetchFile(withQuery(path, { format, level, crs, generation })),
    onSuccess: ({ name, blob }) => {
      downloadBlob(name, blob);
      onClose();
    },
    onError: noteExpiry,
  });
  return (
    <Modal
      open
      title={t('giveOut.title')}
      okText={t('giveOut.start')}
      cancelText={t('common.cancel')}
      confirmLoading={download.isPending}
      onOk={() => download.mutate()}
      onCancel={onClose}
      width={440}
    >
      {download.error && <ProblemNotice error={download.error} />}
      <Form layout="vertical">
        <Form.Item label={t('giveOut.format')}>
          <Select
            value={format}
            onChange={setFormat}
            options={FORMATS.map((value) => ({ value, label: t(`giveOut.formats.${value}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('giveOut.level')}>
          <Select
            value={level}
            onChange={setLevel}
            options={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))}
          />
        </Form.Item>
        <Form.Item label={t('giveOut.crs')}>
          <Select
            value={crs}
            onChange={setCrs}
            options={DATUMS.map((value) => ({ value, label: t(`datum.${value}`) }))}
          />
        </Form.Item>
      </Form>
      <p className="soft">{t('giveOut.hint')}</p>
    </Modal>
  );
}
