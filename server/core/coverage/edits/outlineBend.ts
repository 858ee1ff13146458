import type { Fault } from '../../fault.ts';
import { type Area, type Edge, toDegrees, vertexCount } from '../../geometry/lattice.ts';
import type { OutlineBend } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { Chain } from '../proof/chain.ts';
import { broken, sentenceOf } from './refusals.ts';

/**
 * How the district's working outline bends when some areas take the place of others; undefined when it stays. The boundaries that do
 * not cancel must replace edges of the outline by edges with which it still refines the mandated one; throws `coverage-broken`
 * otherwise. What touches no edge of the outline is left to the proof.
 */
export function bendOfOutline(ground: EditableCoverage, removed: Area, put: Area): OutlineBend | undefined {
  const { gone, come } = difference(removed, put);
  if (gone.length === 0 || !gone.some((edge) => ground.isOutlineEdge(...edge))) return undefined;
  if (!gone.every((edge) => ground.isOutlineEdge(...edge))) {
    const lost = gone.find((edge) => ground.isOutlineEdge(...edge)) as Edge;
    throw leavesOutline(lost[0], lost[1]);
  }
  const breaking = ground.mandated.breaking(gone, come);
  if (breaking) throw leavesOutline(breaking[0], breaking[1]);
  return { gone, come };
}

function difference(removed: Area, put: Area): { gone: Edge[]; come: Edge[] } {
  const chain = new Chain(vertexCount(removed) + vertexCount(put));
  chain.addBoundary(put, 0);
  chain.addBoundary(removed, 1, -1);
  const [gone, come]: [Edge[], Edge[]] = [[], []];
  const left = chain.residual();
  if (left.length === 0) return { gone, come };
  // Taking a → b away counts as b → a: what is left of the removed boundaries lies against the direction of its entry's owner.
  const had = new Chain(vertexCount(removed));
  had.addBoundary(removed, 1);
  for (const e of left) {
    const [ax, ay, bx, by] = [chain.ax[e], chain.ay[e], chain.bx[e], chain.by[e]] as unknown as Edge;
    const forward = (chain.net[e] as number) > 0;
    const entry = had.find(ax, ay, bx, by);
    const before = entry < 0 ? 0 : (had.net[entry] as number);
    if (before > 0 && !forward) gone.push([ax, ay, bx, by]);
    else if (before < 0 && forward) gone.push([bx, by, ax, ay]);
    else come.push(forward ? [ax, ay, bx, by] : [bx, by, ax, ay]);
  }
  return { gone, come };
}

function leavesOutline(x: number, y: number): Fault {
  const at: GeoJSON.Point = { type: 'Point', coordinates: [toDegrees(x), toDegrees(y)] };
  const message = sentenceOf('outline-given');
  return broken('outline-given', {}, [{ kind: 'outside-parent', severity: 'error', grids: [], at, message }]);
}
