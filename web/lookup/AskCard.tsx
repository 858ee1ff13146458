import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import { BATCH_LIMIT } from '../../server/core/locate/schemas.ts';
import { DATUMS, useFormats } from '../ui/formats.ts';
import { columnLines } from './readColumn.ts';
import { readCoordinates, type Unreadable } from './readCoordinates.ts';
import type { LookupAddress } from './useLookupAddress.ts';

interface AskCardProps {
  address: LookupAddress;
  /** True once there is an answer: then the card stands above it, without its big words. */
  compact: boolean;
  onPoint: (lng: number, lat: number, swapped: boolean) => void;
  onColumn: (text: string) => void;
  onClear: () => void;
}

/** The one box: a point in any writing, or a column of them. */
export function AskCard({ address, compact, onPoint, onColumn, onClear }: AskCardProps) {
  const { t } = useTranslation('lookup');
  const formats = useFormats();
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<Unreadable | 'tooMany'>();
  const hint = useId();
  const lines = columnLines(text).length;

  const submit = () => {
    if (lines > BATCH_LIMIT) return setRefusal('tooMany');
    if (lines > 1) {
      setRefusal(undefined);
      return onColumn(text);
    }
    const reading = readCoordinates(text);
    setRefusal(reading.ok ? undefined : reading.reason);
    if (reading.ok) onPoint(reading.lng, reading.lat, reading.swapped);
  };
  const clear = () => {
    setText('');
    setRefusal(undefined);
    onClear();
    address.clear();
  };
  const limit = formats.count(BATCH_LIMIT);
  return (
    <form
      className="floating-card ask-card"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {!compact && (
        <>
          <h1>{t('lookup.title')}</h1>
          <p className="soft">{t('lookup.lead')}</p>
        </>
      )}
      <div className="ask-row">
        <Input.TextArea
          value={text}
          size={compact ? 'middle' : 'large'}
          aria-label={t('lookup.point')}
          aria-describedby={hint}
          aria-invalid={refusal !== undefined}
          status={refusal ? 'error' : ''}
          placeholder={t(compact ? 'lookup.placeholderShort' : 'lookup.placeholder')}
          autoFocus
          autoSize={{ minRows: 1, maxRows: compact ? 4 : 8 }}
          spellCheck={false}
          onChange={({ target }) => {
            setText(target.value);
            setRefusal(undefined);
          }}
          onPressEnter={(event) => {
            if (event.shiftKey) return;
            event.preventDefault();
            submit();
          }}
        />
        <Button type="primary" htmlType="submit" size={compact ? 'middle' : 'large'} disabled={text.trim() === ''}>
          {t('lookup.ask')}
        </Button>
      </div>
      <p id={hint} className={refusal ? 'ask-hint refused' : 'ask-hint'} role={refusal ? 'alert' : undefined}>
        {refusal === 'tooMany' && t('batch.tooMany', { limit })}
        {refusal && refusal !== 'tooMany' && t(`lookup.${refusal}`)}
        {!refusal && lines > 1 && t('batch.recognised', { count: lines, formatted: formats.count(lines) })}
        {!refusal && lines <= 1 && !compact && `${t('lookup.formats')} · ${t('batch.pasteHint', { limit })}`}
      </p>
      <div className="ask-options">
        <DatumChoice address={address} />
        <AccuracyChoice address={address} />
        {compact && (
          <Button type="text" icon={<CloseOutlined />} onClick={clear}>
            {t('lookup.again')}
          </Button>
        )}
      </div>
    </form>
  );
}

function DatumChoice({ address }: { address: LookupAddress }) {
  const { t } = useTranslation('lookup');
  return (
    <Select<Crs>
      aria-label={t('map.datum')}
      value={address.datum}
      onChange={address.setDatum}
      popupMatchSelectWidth={false}
      // The list says whose datum it is; beside the other choices there is room for its name only.
      labelRender={() => t(`datumShort.${address.datum}`)}
      options={DATUMS.map((value) => ({ value, label: t(`datum.${value}`) }))}
    />
  );
}

const ACCURACIES = [0, 5, 10, 30, 50, 100] as const;

function AccuracyChoice({ address }: { address: LookupAddress }) {
  const { t } = useTranslation('lookup');
  const wording = (metres: number) => (metres === 0 ? t('lookup.accuracyNone') : t('lookup.accuracyValue', { metres }));
  return (
    <Select<number>
      aria-label={t('lookup.accuracy')}
      value={address.accuracy ?? 0}
      onChange={(metres) => address.setAccuracy(metres || undefined)}
      popupMatchSelectWidth={false}
      // A link may name an accuracy that is not offered.
      labelRender={({ value }) => wording(Number(value))}
      options={ACCURACIES.map((metres) => ({ value: metres, label: wording(metres) }))}
    />
  );
}
