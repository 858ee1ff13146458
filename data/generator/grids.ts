import type { Block } from './blocks.ts';
import { distance, type PlanPoint } from './frame.ts';
import type { LineKind } from './network.ts';

/** How readily two parts are joined across a metre of this kind of border: a river or an arterial keeps them apart. */
const JOINS_ACROSS: Record<LineKind, number> = { outline: 0, river: 0.08, arterial: 0.55, loop: 0.7, street: 1 };

/** Blocks on their way to becoming one grid. */
interface Part {
  members: number[];
  weight: number;
  middle: PlanPoint;
}

function partOf(blocks: readonly Block[], members: number[]): Part {
  let [x, y, area, weight] = [0, 0, 0, 0];
  for (const member of members) {
    const block = blocks[member] as Block;
    x += block.middle[0] * block.squareKilometres;
    y += block.middle[1] * block.squareKilometres;
    area += block.squareKilometres;
    weight += block.weight;
  }
  return { members, weight, middle: [x / area, y / area] };
}

/** How well `candidate` fits to `part`: much easily crossed border, little weight, short ways. Zero without a common border. */
function fit(blocks: readonly Block[], part: Part, candidate: Part): number {
  const others = new Set(candidate.members);
  let border = 0;
  for (const member of part.members) {
    for (const { other, length, kind } of (blocks[member] as Block).borders) {
      if (others.has(other)) border += length * JOINS_ACROSS[kind];
    }
  }
  const size = part.weight + candidate.weight;
  return border / (size * (0.5 + distance(part.middle, candidate.middle)));
}

/** The part to join the given one to: the best fit, or for one that touches none the nearest. */
function partner(blocks: readonly Block[], part: Part, parts: readonly Part[]): Part {
  const others = parts.filter((other) => other !== part);
  const fits = others.map((other) => fit(blocks, part, other));
  const best = fits.reduce((a, value, i) => (value > (fits[a] as number) ? i : a), 0);
  if ((fits[best] as number) > 0) return others[best] as Part;
  return others.reduce((a, b) => (distance(b.middle, part.middle) < distance(a.middle, part.middle) ? b : a));
}

/**
 * Joins a unit's blocks into `count` grids of balanced weight: the lightest part is joined to the neighbour that fits best,
 * until few enough are left. Blocks in `apart` (enclaves) stay grids of their own.
 */
export function joinIntoGrids(
  blocks: readonly Block[],
  unit: readonly number[],
  count: number,
  apart: ReadonlySet<number>,
): number[][] {
  const alone = unit.filter((block) => apart.has(block));
  let parts = unit.filter((block) => !apart.has(block)).map((block) => partOf(blocks, [block]));
  while (parts.length > Math.max(1, count - alone.length)) {
    const lightest = parts.reduce((a, b) => (b.weight < a.weight ? b : a));
    const chosen = partner(blocks, lightest, parts);
    const joined = partOf(blocks, [...lightest.members, ...chosen.members]);
    parts = [...parts.filter((part) => part !== lightest && part !== chosen), joined];
  }
  return [...parts.map(({ members }) => members), ...alone.map((block) => [block])];
}
