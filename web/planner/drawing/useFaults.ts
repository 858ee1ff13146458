import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Change } from '../../../server/core/coverage/change.ts';
import type { CoverageFault } from '../../../server/core/coverage/model.ts';
import type { Edit, PlanDetail } from '../../../server/core/plans/schemas.ts';
import { planFaultsQuery } from '../../api/planDesk.ts';
import type { DeskView } from './deskView.ts';
import type { PlanDesk } from './planDesk.ts';

/** A way to mend a fault: what it gives to a grid or takes from it. */
export interface Mend {
  edit: Edit;
  grid: string;
  change: Change;
}

/** The faults of a plan, the one that is looked at, and what the mend that is pointed at would do. */
export interface Faults {
  list: readonly CoverageFault[];
  isPending: boolean;
  chosen: number | undefined;
  choose: (index: number | undefined) => void;
  mendsOf: (fault: CoverageFault) => Mend[];
  change: Change | undefined;
  preview: (change: Change | undefined) => void;
}

const NONE: readonly CoverageFault[] = [];

/** Only an import can have brought faults in: without one there is nothing to ask for. */
export function useFaults(plan: PlanDetail, desk: PlanDesk, view: DeskView): Faults {
  const hasFaults = plan.faultCount > 0;
  const query = useQuery({ ...planFaultsQuery(plan.id, plan.revision), enabled: hasFaults });
  const [chosen, choose] = useState<number>();
  const [change, preview] = useState<{ version: number; change: Change }>();
  const list = (hasFaults && query.data) || NONE;
  return useMemo(
    () => ({
      list,
      isPending: hasFaults && query.isPending,
      chosen: chosen !== undefined && chosen < list.length ? chosen : undefined,
      choose,
      mendsOf: (fault) => mendsOf(desk, fault),
      change: change?.version === view.version ? change.change : undefined,
      preview: (next) => preview(next && { version: view.version, change: next }),
    }),
    [list, hasFaults, query.isPending, chosen, desk, change, view.version],
  );
}

function mendsOf(desk: PlanDesk, fault: CoverageFault): Mend[] {
  const editFor = (grid: string): Edit | null => {
    if (fault.kind === 'gap') return { op: 'fillGap', gap: fault.at, to: grid };
    return fault.kind === 'overlap' ? { op: 'trimOverlap', overlap: fault.at, from: grid } : null;
  };
  return fault.grids.flatMap((grid): Mend[] => {
    const edit = editFor(grid);
    const trial = edit && desk.try(edit);
    return trial?.change ? [{ edit: trial.edit, grid, change: trial.change }] : [];
  });
}
