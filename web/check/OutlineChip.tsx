import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckRequest } from '../api/checkFile.ts';
import { FileChip } from '../ui/FileChips.tsx';

interface OutlineChipProps {
  parent: CheckRequest['parent'];
  outlineKnown: boolean;
  onChange: (parent: CheckRequest['parent']) => void;
}

/** The outline a file was compared with; another file is asked for where that is chosen. */
export function OutlineChip({ parent, outlineKnown, onChange }: OutlineChipProps) {
  const { t } = useTranslation('check');
  const input = useRef<HTMLInputElement>(null);
  const file = parent instanceof File ? parent : undefined;
  const options = [
    { key: 'none', label: t('check.parentNone') },
    ...(outlineKnown ? [{ key: 'published', label: t('check.parentPublished') }] : []),
    { key: 'file', label: t('check.parentFile') },
  ];
  const chosen = file ? 'file' : parent === 'published' ? 'published' : 'none';
  return (
    <>
      <FileChip
        label={t('fileChip.parent')}
        value={file?.name ?? options.find(({ key }) => key === chosen)?.label ?? ''}
        chosen={chosen}
        options={options}
        onChoose={(key) => {
          if (key === 'file') input.current?.click();
          else onChange(key === 'published' ? 'published' : undefined);
        }}
      />
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('check.parentChoose')}
        onChange={({ target }) => {
          const [given] = target.files ?? [];
          if (given) onChange(given);
          target.value = '';
        }}
      />
    </>
  );
}
