import type { Edit } from './edits/schemas.ts';
import type { CoverageFault } from './model.ts';

/** An edit that mends a fault, and what it gives to grids or takes from them, in square metres. */
export type Mend = Edit & { gives: Record<string, number> };

/**
 * The ways to mend a fault, each an edit ready to be sent: a gap is given to a grid beside it, an overlap taken from one of its grids,
 * what lies outside the district cut off, a corner matched, a border repaired. Never empty for an error of these kinds. Whether one
 * goes is only seen by trying: where borders lie closer than the lattice can tell, the edit is refused with its reason.
 */
export function mendsOf(fault: CoverageFault): Mend[] {
  const size = fault.areaSquareMetres ?? 0;
  const { at, grids } = fault;
  switch (fault.kind) {
    case 'gap':
      return grids.map((to) => ({ op: 'fillGap', gap: at, to, gives: { [to]: size } }));
    case 'overlap':
      return grids.map((from) => ({ op: 'trimOverlap', overlap: at, from, gives: { [from]: -size } }));
    case 'outside-parent':
      return grids.map((from) => ({ op: 'trimOutside', outside: at, from, gives: { [from]: -size } }));
    case 'duplicate':
      return grids.length > 1
        ? grids.map((from) => ({ op: 'trimOverlap', overlap: at, from, gives: { [from]: -size } }))
        : [];
    case 'unmatched-vertex':
      return [
        ...cornersOf(at).map((corner): Mend => ({ op: 'matchVertex', at: corner, gives: {} })),
        ...(fault.sliver ? mendsOf({ ...fault, ...fault.sliver }) : []),
        // A border without an equal whose faces could not be told: one of its grids may cross itself.
        ...(at.type === 'LineString' ? grids.map((grid): Mend => ({ op: 'repairArea', grid, gives: {} })) : []),
      ];
    case 'not-simple':
      return grids.map((grid) => ({ op: 'repairArea', grid, gives: {} }));
    default:
      return [];
  }
}

const cornersOf = (at: GeoJSON.Geometry): number[][] =>
  at.type === 'Point' ? [at.coordinates] : at.type === 'LineString' ? at.coordinates : [];
