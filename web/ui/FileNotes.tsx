import { ExclamationCircleFilled, InfoCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FileLayer, FileNote } from '../../server/core/coverage/intake/schemas.ts';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import './fileChips.css';
import { useFormats } from './formats.ts';

interface FileNotesProps {
  notes: readonly FileNote[];
  /** The datum the file was read in. */
  assumed: Crs;
  /** Reads it in another, where a note says that it fits better. */
  onCrs: (crs: Crs) => void;
}

/** What was left out of a file, changed in it or is to be doubted of it; errors first. */
export function FileNotes({ notes, assumed, onCrs }: FileNotesProps) {
  const { t } = useTranslation();
  const textOf = useNoteText(assumed);
  if (notes.length === 0) return null;
  const weight = ({ severity, crs }: FileNote) => (severity === 'error' ? 0 : crs ? 1 : 2);
  return (
    <ul className="file-notes" aria-label={t('fileNote.title')} data-testid="file-notes">
      {notes
        .toSorted((a, b) => weight(a) - weight(b))
        .map((note, i) => (
          <li key={i} className={note.severity === 'error' ? 'error' : note.crs ? 'hint' : ''}>
            {note.severity === 'error' || note.crs ? <ExclamationCircleFilled /> : <InfoCircleOutlined />}
            <span title={note.message}>{textOf(note)}</span>
            {note.crs && (
              <Button size="small" type="primary" onClick={() => note.crs && onCrs(note.crs)}>
                {t('fileNote.useDatum', { datum: t(`datumShort.${note.crs}`) })}
              </Button>
            )}
          </li>
        ))}
    </ul>
  );
}

/** A note as a sentence in the reader's language. */
function useNoteText(assumed: Crs): (note: FileNote) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const list = (words: readonly string[]) => words.join(t('common.separator'));
  const layerText = ({ name, areas, isUnreadable }: FileLayer) =>
    isUnreadable ? t('fileNote.layerUnreadable', { name }) : t('fileNote.layer', { name, count: areas });
  return (note) => {
    const { count = 0, layer = '', layers = [], features = [], examples = [], column = '' } = note;
    return t(`fileNote.${note.note}`, {
      count,
      layer,
      column,
      layers: list(layers.map(layerText)),
      features: list(features) + (count > features.length ? ' …' : ''),
      examples: list(examples.map((example) => t('fileNote.example', example))) + (count > examples.length ? ' …' : ''),
      datum: note.crs ? t(`datumShort.${note.crs}`) : '',
      metres: formats.distance(note.metres ?? 0),
      assumed: t(`datumShort.${assumed}`),
      assumedMetres: formats.distance(note.assumedMetres ?? 0),
    });
  };
}
