import type { Change } from '../../core/coverage/change.ts';
import type { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import { Fault } from '../../core/fault.ts';
import type { Area } from '../../core/geometry/lattice.ts';
import type { PlanStep } from '../../core/plans/schemas.ts';
import type { EditRow } from '../queries/planEditQueries.ts';
import { changeFromJson } from './changeJson.ts';
import type { PreparedEdit } from './preparedEdit.ts';

/** What takes an application of an edit back. Throws `stale` when its grids are not as it left them. */
export function reversal(
  ground: EditableCoverage,
  application: EditRow,
  kind: 'undo' | 'redo',
  step: PlanStep,
): PreparedEdit {
  const applied = changeFromJson(application.change);
  const grids = movedOn(ground, applied);
  if (grids.length > 0)
    throw new Fault('stale', `${grids.join(', ')} changed after this edit: it cannot be taken back by itself.`, [], {
      grids,
    });
  const change = changeFromJson(application.reverse);
  return { kind, op: step.op, note: step.note, of: step.revision, args: {}, change, takesBack: true };
}

/** The codes that are not any more as a change left them. */
function movedOn(ground: EditableCoverage, change: Change): string[] {
  const moved = change.put.filter((grid) => {
    const now = ground.find(grid.code);
    return now?.id !== grid.id || now.name !== grid.name || !isSameArea(now.area, grid.area);
  });
  const back = change.remove.filter((code) => ground.find(code));
  return [...moved.map(({ code }) => code), ...back].sort();
}

const isSameArea = (a: Area, b: Area): boolean => {
  const [one, other] = [a.flat(), b.flat()];
  return (
    one.length === other.length &&
    one.every((ring, r) => ring.length === other[r]?.length && ring.every((value, i) => value === other[r]?.[i]))
  );
};
