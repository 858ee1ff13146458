import { UploadOutlined } from '@ant-design/icons';
import { Button, Select, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import type { CheckRequest } from '../api/checkFile.ts';
import { SNAPS_METRES } from '../ui/FileChips.tsx';
import { DATUMS } from '../ui/formats.ts';

/** How a file is to be checked. */
export interface CheckSettings {
  crs: Crs;
  parent: 'none' | 'published' | 'file';
  parentFile: File | undefined;
  snapMetres: number;
}

export const startSettings: CheckSettings = { crs: 'wgs84', parent: 'none', parentFile: undefined, snapMetres: 0 };

/** The outline the settings ask to compare with. */
export function parentOf({ parent, parentFile }: CheckSettings): CheckRequest['parent'] {
  if (parent === 'published') return 'published';
  return parent === 'file' ? parentFile : undefined;
}

interface SettingsFormProps {
  settings: CheckSettings;
  outlineKnown: boolean;
  onChange: (settings: CheckSettings) => void;
}

/** Datum, outline and snapping; what is preset suits a plain GeoJSON file. */
export function SettingsForm({ settings, outlineKnown, onChange }: SettingsFormProps) {
  const { t } = useTranslation('check');
  const { parent, parentFile } = settings;
  return (
    <div className="check-settings">
      <label>
        <span>{t('check.parent')}</span>
        <Select
          value={parent}
          aria-label={t('check.parent')}
          onChange={(chosen) => onChange({ ...settings, parent: chosen })}
          options={[
            { value: 'none' as const, label: t('check.parentNone') },
            { value: 'published' as const, label: t('check.parentPublished'), disabled: !outlineKnown },
            { value: 'file' as const, label: t('check.parentFile') },
          ]}
        />
      </label>
      <label>
        <span>{t('fileReading.crs')}</span>
        <Select<Crs>
          value={settings.crs}
          aria-label={t('fileReading.crs')}
          onChange={(crs) => onChange({ ...settings, crs })}
          options={DATUMS.map((value) => ({ value, label: t(`datum.${value}`) }))}
        />
      </label>
      <label>
        <span>{t('fileReading.snap')}</span>
        <Select<number>
          value={settings.snapMetres}
          aria-label={t('fileReading.snap')}
          onChange={(snapMetres) => onChange({ ...settings, snapMetres })}
          options={SNAPS_METRES.map((metres) => ({
            value: metres,
            label: metres === 0 ? t('fileReading.snapNone') : t('fileReading.snapValue', { metres }),
          }))}
        />
      </label>
      {parent === 'file' && (
        <Upload
          showUploadList={false}
          beforeUpload={(file) => {
            onChange({ ...settings, parentFile: file });
            return false;
          }}
        >
          <Button icon={<UploadOutlined />}>{parentFile?.name ?? t('check.parentChoose')}</Button>
        </Upload>
      )}
    </div>
  );
}
