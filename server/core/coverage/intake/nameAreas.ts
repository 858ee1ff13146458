import { LAST_GRID } from '../../codes/codes.ts';
import type { Area } from '../../geometry/lattice.ts';
import type { Named } from '../model.ts';
import { numberedCodes } from './codesByPlace.ts';
import type { ReadLayer } from './readLayer.ts';
import type { FileNote } from './schemas.ts';

/** How areas are to be named. */
export interface NamingInput {
  districtCode: string;
  assignCodes: boolean;
  unitsInForce?: readonly (Named & { area: Area })[];
}

/** Units and grids with their codes and names, and how many codes were given by place. */
export interface NamedAreas {
  units: Named[];
  grids: (Named & { area: Area })[];
  numbered: number;
  /** How many areas each unit had no number left for. */
  full: ReadonlyMap<string, number>;
}

const NONE_FULL: ReadonlyMap<string, number> = new Map();

/**
 * Names what was read: by the codes of the files, or by new ones. Without grids each unit, or the whole district, is one grid.
 */
export function nameAreas(
  input: NamingInput,
  district: ReadLayer | null,
  units: ReadLayer | null,
  cells: ReadLayer,
  hasGrids: boolean,
  unitAreas: Area[],
  gridAreas: Area[],
): NamedAreas {
  const code = input.districtCode;
  if (!hasGrids) {
    // Each unit, or the whole district, is one grid to begin with.
    const own = units ?? { areas: [], codes: [`${code}01`], names: [district?.names[0] ?? ''] };
    const unitCodes = input.assignCodes ? own.codes.map((_, i) => code + String(i + 1).padStart(2, '0')) : own.codes;
    const list = unitCodes.map((unit, i) => ({ code: unit, name: own.names[i] || unit }));
    return {
      units: list,
      grids: list.map((unit, i) => ({ code: `${unit.code}01`, name: unit.name, area: gridAreas[i] ?? [] })),
      numbered: input.assignCodes ? list.length : 0,
      full: NONE_FULL,
    };
  }
  const unitCodes =
    units && input.assignCodes
      ? units.codes.map((_, i) => code + String(i + 1).padStart(2, '0'))
      : (units?.codes ?? []);
  const inForce = units ? [] : (input.unitsInForce ?? []);
  const [codesAround, areasAround] = units
    ? [unitCodes, unitAreas]
    : [inForce.map((unit) => unit.code), inForce.map(({ area }) => area)];
  const byPlace = input.assignCodes ? numberedCodes(code, gridAreas, codesAround, areasAround) : null;
  const gridCodes = byPlace?.codes ?? cells.codes;
  const grids = gridCodes.map((grid, i) => ({ code: grid, name: cells.names[i] || grid, area: gridAreas[i] ?? [] }));
  const known = units
    ? unitCodes
    : [...new Set(gridCodes.map((grid) => grid.slice(0, 4)))].filter((unit) => unit.length === 4).sort();
  return {
    units: known.map((unit, i) => ({ code: unit, name: units?.names[i] || unit })),
    grids,
    numbered: byPlace ? grids.length : 0,
    full: byPlace?.full ?? NONE_FULL,
  };
}

/** A note for each unit that would need more codes than there are. */
export function unitsFull(full: ReadonlyMap<string, number>): FileNote[] {
  return [...full].map(([unit, count]) => ({
    note: 'units-full',
    severity: 'error',
    count,
    features: [unit],
    message: `A unit has codes for ${LAST_GRID} grids; ${unit} would need ${count} more. Divide the areas among more units, or make fewer of them.`,
  }));
}
