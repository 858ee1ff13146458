import { InboxOutlined } from '@ant-design/icons';
import { Button, Progress, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRequest } from '../api/checkFile.ts';
import { useFormats } from '../ui/formats.ts';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { type CheckSettings, parentOf, SettingsForm, startSettings } from './SettingsForm.tsx';

interface UploadCardProps {
  /** True when a district is published, whose outline can be compared with. */
  outlineKnown: boolean;
  /** The share sent so far, while a check runs. */
  progress: number | undefined;
  error: Error | null;
  onCheck: (request: CheckRequest) => void;
}

/** Where a file is dropped, with how it is to be checked. */
export function UploadCard({ outlineKnown, progress, error, onCheck }: UploadCardProps) {
  const { t } = useTranslation('check');
  const [settings, setSettings] = useState<CheckSettings>(startSettings);
  const [refusal, setRefusal] = useState<string>();
  const [refused, setRefused] = useState<File>();
  const start = (file: File) => {
    if (file.size === 0) return setRefusal(t('check.empty'));
    if (settings.parent === 'file' && !settings.parentFile) return setRefusal(t('check.parentMissing'));
    setRefusal(undefined);
    setRefused(file);
    onCheck({
      file,
      crs: settings.crs,
      parent: parentOf(settings),
      snapMetres: settings.snapMetres,
    });
  };
  return (
    <section className="floating-card upload-card">
      <h1>{t('check.title')}</h1>
      <p className="soft">{t('check.lead')}</p>
      {progress === undefined ? (
        <Upload.Dragger
          className="upload-drop"
          showUploadList={false}
          beforeUpload={(file) => {
            start(file);
            return false;
          }}
        >
          <p className="upload-icon">
            <InboxOutlined />
          </p>
          <p className="upload-words">{t('check.drop')}</p>
          <p className="soft">{t('fileReading.formats')}</p>
        </Upload.Dragger>
      ) : (
        <CheckProgress share={progress} />
      )}
      {refusal && (
        <p className="upload-refusal" role="alert">
          {refusal}
        </p>
      )}
      {error && progress === undefined && <ProblemNotice error={error} />}
      {error && refused && progress === undefined && (
        <Button onClick={() => start(refused)}>{t('check.sameFile', { name: refused.name })}</Button>
      )}
      <SettingsForm settings={settings} outlineKnown={outlineKnown} onChange={setSettings} />
    </section>
  );
}

/** Sending counts up; checking, whose end nobody knows, only moves. */
function CheckProgress({ share }: { share: number }) {
  const { t } = useTranslation('check');
  const formats = useFormats();
  const sending = share < 1;
  return (
    <div className="upload-progress" role="status">
      <Progress
        type="circle"
        size={72}
        percent={Math.round(share * 100)}
        status="active"
        format={() => formats.percent(share)}
      />
      <p>{sending ? t('check.uploading', { percent: formats.percent(share) }) : t('check.checking')}</p>
    </div>
  );
}
