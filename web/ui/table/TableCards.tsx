import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../formats.ts';
import type { RowsProps } from './rowsProps.ts';
import { shownValue } from './shownValue.ts';
import { useRowWalk } from './useRowWalk.ts';

/** So many cards are drawn at first, and so many more each time the reader asks. */
const CARDS_AT_ONCE = 50;

/** Rows as cards, for a screen too narrow for columns: the first column heads the card. */
export function TableCards<Row>(props: RowsProps<Row>) {
  const { columns, rows, rowKey, actions, nothing } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  const [drawn, setDrawn] = useState(CARDS_AT_ONCE);
  const list = useRef<HTMLUListElement>(null);
  const walking = useRowWalk(
    props,
    (key) => list.current?.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`),
    (_, index) => setDrawn(index + CARDS_AT_ONCE),
  );
  const [heading, ...others] = columns;
  const left = rows.length - drawn;
  if (rows.length === 0) return <p className="soft table-nothing">{nothing}</p>;
  return (
    <>
      <ul className="table-cards" ref={list}>
        {rows.slice(0, drawn).map((row, index) => (
          <li key={rowKey(row)} data-row-key={rowKey(row)} {...walking(row, index)}>
            {heading && <strong>{shownValue(heading, row)}</strong>}
            <dl>
              {others.map((column) => (
                <div key={column.key}>
                  <dt>{column.title}</dt>
                  <dd>{shownValue(column, row)}</dd>
                </div>
              ))}
            </dl>
            {actions && <div className="table-card-actions">{actions(row)}</div>}
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button block size="large" className="table-more" onClick={() => setDrawn(drawn + CARDS_AT_ONCE)}>
          {t('table.more', { count: left, formatted: formats.count(left) })}
        </Button>
      )}
    </>
  );
}
