import { type HTMLAttributes, type KeyboardEvent, useState } from 'react';
import type { RowsProps } from './rowsProps.ts';
import { rowAfterKey } from './rowWalk.ts';

/** So many frames a row may take to be drawn after the list was scrolled to it. */
const FRAMES_TO_DRAW = 20;

/**
 * Lets the keyboard walk rows and open them: one row is in the order of Tab, arrows move it. `elementOf` finds a row that is drawn, `bringUp`
 * has one drawn that is not.
 */
export function useRowWalk<Row>(
  { rows, rowKey, onOpen }: Pick<RowsProps<Row>, 'rows' | 'rowKey' | 'onOpen'>,
  elementOf: (key: string) => HTMLElement | null | undefined,
  bringUp: (key: string, index: number) => void,
): (row: Row, index: number) => HTMLAttributes<HTMLElement> {
  const [active, setActive] = useState<string>();
  const isActiveGone = !rows.some((row) => rowKey(row) === active);

  const focus = (key: string, frames: number) => {
    const element = elementOf(key);
    if (element) element.focus();
    else if (frames > 0) requestAnimationFrame(() => focus(key, frames - 1));
  };
  const walk = (event: KeyboardEvent, row: Row, at: number) => {
    // A button in the row has keys of its own.
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') onOpen?.(row);
    const to = rowAfterKey(event.key, at, rows.length);
    const next = to === undefined ? undefined : rows[to];
    if (to === undefined || next === undefined) return;
    event.preventDefault();
    const key = rowKey(next);
    setActive(key);
    if (!elementOf(key)) bringUp(key, to);
    focus(key, FRAMES_TO_DRAW);
  };

  return (row, index) => ({
    tabIndex: (isActiveGone ? index === 0 : active === rowKey(row)) ? 0 : -1,
    onFocus: () => setActive(rowKey(row)),
    onKeyDown: (event) => walk(event, row, index),
    ...(onOpen && { onClick: () => onOpen(row), className: 'row-opens' }),
  });
}
