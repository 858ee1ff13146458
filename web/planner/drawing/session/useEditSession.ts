import { useCallback, useEffect, useState } from 'react';
import { covers, holds } from '../../../../server/core/people/rights.ts';
import type { PlanDetail, PlanFrame } from '../../../../server/core/plans/schemas.ts';
import { lineTo, readPlan } from '../../../api/planEdits.ts';
import { noteExpiry } from '../../../api/queries.ts';
import type { User } from '../../../api/session.ts';
import { useUser } from '../../../ui/signedIn.ts';
import { EditSession } from './editSession.ts';
import type { PlanLine } from './editSessionView.ts';
import { flushUnsent } from './flushUnsent.ts';
import { groundFrom } from './readGround.ts';
import { browserStore } from './unsent.ts';

/** A plan that is open for drawing. */
export interface OpenEditSession {
  session: EditSession;
  frame: PlanFrame;
}

export interface Opening {
  open: OpenEditSession | undefined;
  error: unknown;
  /** Edits of an earlier page are being sent, and nothing answers. */
  isStuck: boolean;
  reopen: () => void;
}

/** Opens a plan for drawing: what an earlier page could not send is sent first, then everything is read. */
export function useEditSession({ id, scope }: PlanDetail): Opening {
  const user = useUser();
  const [times, setTimes] = useState(0);
  const [state, setState] = useState<Omit<Opening, 'reopen'>>({ open: undefined, error: undefined, isStuck: false });
  useEffect(() => {
    let isWanted = true;
    const tell = (next: Omit<Opening, 'reopen'>) => isWanted && setState(next);
    openSession({ id, scope }, user, () => tell({ open: undefined, error: undefined, isStuck: true })).then(
      (open) => tell({ open, error: undefined, isStuck: false }),
      (error: unknown) => {
        if (error instanceof Error) noteExpiry(error);
        tell({ open: undefined, error, isStuck: false });
      },
    );
    return () => {
      isWanted = false;
    };
    // biome-ignore lint/correctness/useExhaustiveDependencies: counted up to open it anew
  }, [id, scope, user, times]);
  const reopen = useCallback(() => setTimes((count) => count + 1), []);
  return { ...state, reopen };
}

async function openSession(
  plan: Pick<PlanDetail, 'id' | 'scope'>,
  user: User,
  onTrouble: () => void,
): Promise<OpenEditSession> {
  const line = watched(lineTo(plan.id));
  const store = browserStore(window.localStorage, plan.id, user.id, pageName());
  const reports = await flushUnsent(store, line, onTrouble);
  const { frame, areas, undo, redo } = await readPlan(plan.id);
  const session = new EditSession({
    ground: groundFrom(frame, areas),
    revision: frame.revision,
    undo,
    redo,
    isBeyond: (code) => !covers(plan.scope, code) || !holds(user.roles, 'planBorders', code),
    line,
    store,
    newKey: () => crypto.randomUUID(),
    reports,
  });
  return { session, frame };
}

/** A name for this page that sorts by when it was opened. */
const pageName = (): string => `${new Date().toISOString()} ${crypto.randomUUID()}`;

/** The line to the record, which notes when the session has ended. */
function watched(line: PlanLine): PlanLine {
  const noting = <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    answer.catch((error: unknown) => error instanceof Error && noteExpiry(error));
    return answer;
  };
  return {
    edit: (edit, key) => noting(line.edit(edit, key)),
    undo: (key) => noting(line.undo(key)),
    redo: (key) => noting(line.redo(key)),
    changes: (since) => noting(line.changes(since)),
  };
}
