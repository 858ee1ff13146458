import type { Defect, DefectReason } from '../../geometry/defect.ts';
import { toGeoJson } from '../../geometry/geoJson.ts';
import { type Area, toDegrees } from '../../geometry/lattice.ts';
import { findDefect } from '../../geometry/validity.ts';
import type { CoverageFault } from '../model.ts';

/** One area of a coverage to be proven: its name in fault messages, and where it stands in the input. */
export interface Member {
  name: string;
  area: Area;
  path?: string;
}

const DEFECT_WORDS: Record<DefectReason, string> = {
  empty: 'has no polygon',
  'too-few-points': 'has a ring with fewer than three points',
  'repeated-point': 'has the same point twice running',
  'no-area': 'has a ring without area',
  'wrong-winding': 'has a ring that runs the wrong way round',
  'overlapping-edges': 'has edges that lie on each other',
  'self-intersection': 'crosses itself',
  'self-touch': 'has a ring that touches itself',
  'hole-outside-shell': 'has a hole that is not inside its shell',
  'parts-overlap': 'has parts that overlap',
  'disconnected-inside': 'falls apart inside, its rings touch in a circle',
};

/** The fault of a member that is no valid polygon, with the ring in which it is not. */
export function defectFault(member: Member): CoverageFault[] {
  const defect = findDefect(member.area);
  if (!defect) return [];
  const place = pathOfDefect(member, defect);
  return [
    {
      kind: 'not-simple',
      severity: 'error',
      grids: [member.name],
      at: { type: 'Point', coordinates: [toDegrees(defect.x), toDegrees(defect.y)] },
      message: `${member.name} ${DEFECT_WORDS[defect.reason]}.`,
      ...(place === undefined ? {} : { path: place }),
    },
  ];
}

function pathOfDefect(member: Member, defect: Defect): string | undefined {
  if (member.path === undefined) return undefined;
  const polygon = member.area.length > 1 ? `/${defect.polygon}` : '';
  return `${member.path}${polygon}/${defect.ring}`;
}

/** A warning for a member of several parts, which shows them all. */
export function multiPartWarning(member: Member): CoverageFault[] {
  if (member.area.length < 2) return [];
  return [
    {
      kind: 'multi-part',
      severity: 'warning',
      grids: [member.name],
      at: toGeoJson(member.area),
      message: `${member.name} has ${member.area.length} separate parts.`,
      ...(member.path === undefined ? {} : { path: member.path }),
    },
  ];
}
