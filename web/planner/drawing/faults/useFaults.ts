import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Change } from '../../../../server/core/coverage/change.ts';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { planFaultsQuery } from '../../../api/planEdits.ts';
import type { EditSessionView } from '../session/editSessionView.ts';

/** The faults of a plan, the one that is looked at, and what the mend that is pointed at would do. */
export interface Faults {
  list: readonly CoverageFault[];
  isPending: boolean;
  chosen: number | undefined;
  choose: (index: number | undefined) => void;
  change: Change | undefined;
  preview: (change: Change | undefined) => void;
}

const NONE: readonly CoverageFault[] = [];

/** A fault keeps its name from one list to the next, in which its place may be another. */
const nameOf = ({ kind, grids, at }: CoverageFault): string => JSON.stringify([kind, grids, at]);

/**
 * Only an import can have brought faults in: without one there is nothing to ask for. While the faults after an edit are being asked
 * for, those before it are shown, so that the list does not jump.
 */
export function useFaults(plan: PlanDetail, { version }: EditSessionView): Faults {
  const hasFaults = plan.faultCount > 0;
  const query = useQuery({
    ...planFaultsQuery(plan.id, plan.revision),
    enabled: hasFaults,
    placeholderData: keepPreviousData,
  });
  const [chosenName, chooseName] = useState<string>();
  const [change, preview] = useState<{ version: number; change: Change }>();
  const list = (hasFaults && query.data) || NONE;
  const isPending = hasFaults && (query.isPending || query.isPlaceholderData);
  const chosen = useMemo(() => {
    const index = chosenName === undefined ? -1 : list.findIndex((fault) => nameOf(fault) === chosenName);
    return index < 0 ? undefined : index;
  }, [list, chosenName]);
  const choose = useCallback(
    (index: number | undefined) => {
      const fault = index === undefined ? undefined : list[index];
      chooseName(fault && nameOf(fault));
    },
    [list],
  );
  return useMemo(
    () => ({
      list,
      isPending,
      chosen,
      choose,
      change: change?.version === version ? change.change : undefined,
      preview: (next) => preview(next && { version, change: next }),
    }),
    [list, isPending, chosen, choose, change, version],
  );
}
