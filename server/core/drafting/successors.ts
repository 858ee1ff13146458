import type { Area } from '../geometry/lattice.ts';
import { type Overlaps, overlapsOf } from './overlaps.ts';

/** A part with the old grid whose code and name it keeps, by place, −1 for none, and the old grids its ground came from. */
export interface Successor {
  keeps: number;
  from: number[];
}

/** A part keeps a code only when this share of either's ground is the other's; and came from a grid when it has this share. */
const KEEPS_FROM = 0.3;
const CAME_FROM = 0.01;

/**
 * Which parts go on as which old grids: pairs with most ground in common first, each grid and each part once. At most `fresh` parts
 * come out without an old code when there are enough old ones, so that a unit does not run out of its 99 numbers.
 */
export function successorsOf(old: readonly Area[], parts: readonly Area[], fresh: number): Successor[] {
  const overlaps = overlapsOf(old, parts);
  const keeps = parts.map(() => -1);
  const taken = new Set<number>();
  const pairs = parts
    .flatMap((_, p) => old.map((_grid, o) => ({ p, o, common: commonOf(overlaps, p, o) })))
    .filter(({ common }) => common > 0)
    .sort((a, b) => b.common - a.common || a.p - b.p || a.o - b.o);
  const pass = (isWanted: (common: number) => boolean): void => {
    for (const { p, o, common } of pairs) {
      if ((keeps[p] as number) >= 0 || taken.has(o) || !isWanted(common)) continue;
      keeps[p] = o;
      taken.add(o);
    }
  };
  pass((common) => common >= KEEPS_FROM);
  pass(() => keeps.filter((o) => o < 0).length > fresh);
  return parts.map((_, p) => ({ keeps: keeps[p] as number, from: ancestors(overlaps, p, keeps[p] as number) }));
}

/** The smaller of the two shares: a part that swallows a small grid whole is not its successor, nor is a small piece of a large one. */
const commonOf = ({ ofOld, ofPart }: Overlaps, p: number, o: number): number =>
  Math.min((ofOld[p] as Float64Array)[o] as number, (ofPart[p] as Float64Array)[o] as number);

function ancestors({ ofOld, ofPart }: Overlaps, p: number, kept: number): number[] {
  const part = ofPart[p] as Float64Array;
  const found = [...part.keys()].filter(
    (o) => o === kept || (part[o] as number) >= CAME_FROM || ((ofOld[p] as Float64Array)[o] as number) >= 0.5,
  );
  if (found.length > 0) return found;
  return part.length > 0 ? [part.reduce((best, share, o) => (share > (part[best] as number) ? o : best), 0)] : [];
}
