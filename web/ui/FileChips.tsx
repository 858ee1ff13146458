import { DownOutlined } from '@ant-design/icons';
import { Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileDescription } from '../../server/core/coverage/intake/schemas.ts';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import type { FileReading } from '../api/fileReading.ts';
import './fileChips.css';
import { DATUMS } from './formats.ts';

/** Distances offered for joining near vertices, in metres. */
export const SNAPS_METRES = [0, 0.1, 0.5, 1, 5] as const;

interface ChipProps {
  label: string;
  value: string;
  chosen: string;
  options: readonly { key: string; label: ReactNode }[];
  onChoose: (key: string) => void;
}

/** Something that was assumed, changeable where it stands. */
export function FileChip({ label, value, chosen, options, onChoose }: ChipProps) {
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: options.map(({ key, label: words }) => ({ key, label: words })),
        selectable: true,
        selectedKeys: [chosen],
        onClick: ({ key }) => onChoose(key),
        className: 'file-chip-menu',
      }}
    >
      <button type="button" className="file-chip">
        <span>{label}</span> <strong title={value}>{value}</strong> <DownOutlined aria-hidden />
      </button>
    </Dropdown>
  );
}

/** Stands for numbering by place among the columns; no column can be called by it. */
const ASSIGN = '\u0000assign';

interface FileChipsProps {
  file: FileDescription;
  reading: FileReading;
  /** True where areas can be numbered by where they lie. */
  canAssign?: boolean;
  onChange: (reading: FileReading) => void;
  /** Chips of the page's own. */
  children?: ReactNode;
}

/** What was assumed of a file: datum, layer, column of the codes, snapping distance. */
export function FileChips({ file, reading, canAssign = false, onChange, children }: FileChipsProps) {
  const { t } = useTranslation();
  const snap = (metres: number) => (metres === 0 ? t('fileReading.snapNone') : t('fileReading.snapValue', { metres }));
  return (
    <div className="file-chips" role="group" aria-label={t('fileChip.group')} data-testid="file-chips">
      <FileChip
        label={t('fileChip.crs')}
        value={t(`datumShort.${reading.crs}`)}
        chosen={reading.crs}
        options={DATUMS.map((key) => ({ key, label: t(`datum.${key}`) }))}
        onChoose={(crs) => onChange({ ...reading, crs: crs as Crs })}
      />
      {file.layers.length > 1 && (
        <FileChip
          label={t('fileChip.layer')}
          value={file.layer ?? ''}
          chosen={file.layer ?? ''}
          options={file.layers.map(({ name, areas }) => ({
            key: name,
            label: <Choice name={name} more={t('fileChip.areas', { count: areas })} />,
          }))}
          onChoose={(layer) => onChange({ ...reading, layer, codeColumn: undefined })}
        />
      )}
      <ColumnChip file={file} reading={reading} canAssign={canAssign} onChange={onChange} />
      {children}
      <FileChip
        label={t('fileChip.snap')}
        value={snap(reading.snapMetres)}
        chosen={String(reading.snapMetres)}
        options={SNAPS_METRES.map((metres) => ({ key: String(metres), label: snap(metres) }))}
        onChoose={(metres) => onChange({ ...reading, snapMetres: Number(metres) })}
      />
    </div>
  );
}

/** The column of the codes, chosen among those there are by samples of what they hold. */
export function ColumnChip({ file, reading, canAssign = false, onChange }: Omit<FileChipsProps, 'children'>) {
  const { t } = useTranslation();
  if (file.columns.length === 0 && !canAssign) return null;
  const chosen = reading.assignCodes ? ASSIGN : (reading.codeColumn ?? file.codeColumn ?? '');
  const columns = file.columns.map(({ name, samples }) => ({
    key: name,
    label: <Choice name={name} more={samples.join(t('common.separator'))} />,
  }));
  return (
    <FileChip
      label={t('fileChip.column')}
      value={chosen === ASSIGN ? t('fileChip.columnAssign') : chosen || t('fileChip.columnNone')}
      chosen={chosen}
      options={canAssign ? [...columns, { key: ASSIGN, label: t('fileChip.columnAssign') }] : columns}
      onChoose={(key) =>
        onChange(
          key === ASSIGN
            ? { ...reading, codeColumn: undefined, assignCodes: true }
            : { ...reading, codeColumn: key, assignCodes: false },
        )
      }
    />
  );
}

function Choice({ name, more }: { name: string; more: string }) {
  return (
    <span className="file-choice">
      <span>{name}</span>
      <small>{more}</small>
    </span>
  );
}
