import { useEffect, useState } from 'react';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import type { EditSession } from '../session/editSession.ts';
import { mendingEdits, type TriedMend, triedMend } from './triedMends.ts';

interface Tried {
  mends: readonly TriedMend[];
  isTrying: boolean;
}

const NONE: Tried = { mends: [], isTrying: true };

/** Lets the page answer to the pointer and be drawn. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * The ways to mend a fault, each tried on the session in its state of this number, one after the other: between two the page is free. What was
 * tried on an earlier state is not shown.
 */
export function useTriedMends(session: EditSession, fault: CoverageFault, version: number): Tried {
  const [state, setState] = useState<{ fault: CoverageFault; version: number; tried: Tried }>();
  useEffect(() => {
    let isWanted = true;
    const tryAll = async () => {
      const mends: TriedMend[] = [];
      const edits = mendingEdits(fault);
      for (const edit of edits) {
        await pause();
        if (!isWanted) return;
        mends.push(triedMend(edit, session.try(edit)));
        setState({ fault, version, tried: { mends: [...mends], isTrying: mends.length < edits.length } });
      }
      if (edits.length === 0) setState({ fault, version, tried: { mends, isTrying: false } });
    };
    void tryAll();
    return () => {
      isWanted = false;
    };
  }, [session, fault, version]);
  return state?.fault === fault && state.version === version ? state.tried : NONE;
}
