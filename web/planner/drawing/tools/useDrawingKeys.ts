import { useEffect, useRef } from 'react';
import type { EditSession } from '../session/editSession.ts';
import { TOOL_NAMES, TOOLS, type ToolInHand, type ToolName } from './useTool.ts';

interface KeysOf {
  inHand: ToolInHand;
  session: EditSession;
  mayEdit: boolean;
  choose: (name: ToolName | 'name') => void;
}

/** The key that goes to naming the selected grid. */
export const NAMING_KEY = 'N';

/** The planner's keys: a letter chooses a tool, Enter carries out, Escape gives up, Delete takes a corner away, Ctrl+Z goes back. */
export function useDrawingKeys(keys: KeysOf): void {
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  }, [keys]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isWritten(event.target) || isCovered()) return;
      if (answer(event, now.current)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** Is somebody writing there? Then keys are letters. */
const isWritten = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** An open dialog or menu has the keys to itself. */
const isCovered = (): boolean =>
  document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open') !== null;

/** True when the key meant something. */
function answer(event: KeyboardEvent, { inHand, session, mayEdit, choose }: KeysOf): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
  const { tool } = inHand;
  if (ctrlKey || metaKey) return mayEdit && stepBy(key.toLowerCase(), shiftKey, session);
  if (altKey) return false;
  if (key === 'Escape') {
    if (inHand.view.isBusy || !mayEdit) tool.cancel();
    else choose('select');
    return true;
  }
  if (!mayEdit) return false;
  if (key === 'Enter' && !(event.target instanceof HTMLButtonElement)) tool.confirm();
  else if (key === 'Delete' || key === 'Backspace') tool.remove();
  else if (key.toUpperCase() === NAMING_KEY) choose('name');
  else {
    const name = TOOL_NAMES.find((each) => TOOLS[each] === key.toUpperCase());
    if (!name) return false;
    choose(name);
  }
  return true;
}

function stepBy(key: string, shift: boolean, session: EditSession): boolean {
  if (key === 'z' && !shift) session.undo();
  else if ((key === 'z' && shift) || key === 'y') session.redo();
  else return false;
  return true;
}
