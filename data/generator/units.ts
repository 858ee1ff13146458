import type { Block } from './blocks.ts';
import { distance, type PlanPoint } from './frame.ts';

/** How much farther a block seems to a unit that has to cross this kind of line to get there. */
const BEHIND_RIVER = 1.5;

const weightOf = (blocks: readonly Block[], members: Iterable<number>): number => {
  let sum = 0;
  for (const member of members) sum += (blocks[member] as Block).weight;
  return sum;
};

/** The block nearest to each seat, no block twice. */
function seatBlocks(blocks: readonly Block[], seats: readonly PlanPoint[]): number[] {
  const taken = new Set<number>();
  return seats.map((seat) => {
    let best = -1;
    blocks.forEach((block, index) => {
      if (taken.has(index)) return;
      if (best < 0 || distance(block.middle, seat) < distance((blocks[best] as Block).middle, seat)) best = index;
    });
    taken.add(best);
    return best;
  });
}

/** A claimed block's unit, −1 while unclaimed. */
type Claims = Int32Array;

function bestClaim(blocks: readonly Block[], claims: Claims, unit: number, seat: PlanPoint): number {
  let best = -1;
  let lowest = Infinity;
  blocks.forEach((block, index) => {
    if (claims[index] !== -1) return;
    const shared = block.borders.filter(({ other }) => claims[other] === unit);
    if (shared.length === 0) return;
    const onlyByRiver = shared.every(({ kind }) => kind === 'river');
    const cost = distance(block.middle, seat) * (onlyByRiver ? BEHIND_RIVER : 1);
    if (cost < lowest) [best, lowest] = [index, cost];
  });
  return best;
}

/** Blocks no unit could reach (separate parts of the district) go to the unit with the nearest block. */
function claimIslands(blocks: readonly Block[], claims: Claims): void {
  const reached = blocks.flatMap((_, index) => (claims[index] === -1 ? [] : [index]));
  blocks.forEach((block, index) => {
    if (claims[index] !== -1) return;
    const gap = (other: number): number => distance((blocks[other] as Block).middle, block.middle);
    claims[index] = claims[reached.reduce((a, b) => (gap(b) < gap(a) ? b : a))] as number;
  });
}

/** Whether a set of blocks hangs together by shared borders. */
export function isConnected(blocks: readonly Block[], members: ReadonlySet<number>): boolean {
  const [first] = members;
  if (first === undefined) return true;
  const reached = new Set([first]);
  const open = [first];
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    for (const { other } of (blocks[block] as Block).borders) {
      if (!members.has(other) || reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  return reached.size === members.size;
}

/** Gives a block to the unit it shares most border with, when the unit it leaves stays in one piece; rivers count little. */
function smooth(blocks: readonly Block[], claims: Claims): number {
  let moved = 0;
  blocks.forEach((block, index) => {
    const shared = new Map<number, number>();
    for (const { other, length, kind } of block.borders) {
      const unit = claims[other] as number;
      shared.set(unit, (shared.get(unit) ?? 0) + length * (kind === 'river' ? 0.3 : 1));
    }
    const own = claims[index] as number;
    const [rival, border] = [...shared].reduce((a, b) => (b[1] > a[1] ? b : a), [own, shared.get(own) ?? 0]);
    if (rival === own || border < 1.2 * (shared.get(own) ?? 0)) return;
    const rest = new Set(blocks.flatMap((_, i) => (claims[i] === own && i !== index ? [i] : [])));
    if (rest.size === 0 || !isConnected(blocks, rest)) return;
    claims[index] = rival;
    moved++;
  });
  return moved;
}

/**
 * Divides the blocks among units: the unit with the least weight so far takes the nearest block at its border, then
 * ragged borders are smoothed. Returns for each unit its blocks.
 */
export function divideAmongUnits(blocks: readonly Block[], seats: readonly PlanPoint[]): number[][] {
  const claims: Claims = new Int32Array(blocks.length).fill(-1);
  const members = seatBlocks(blocks, seats).map((block, unit) => {
    claims[block] = unit;
    return [block];
  });
  const growing = new Set(members.keys());
  while (growing.size > 0) {
    const lightest = (a: number, b: number): number =>
      weightOf(blocks, members[b] as number[]) < weightOf(blocks, members[a] as number[]) ? b : a;
    const unit = [...growing].reduce(lightest);
    const block = bestClaim(blocks, claims, unit, seats[unit] as PlanPoint);
    if (block < 0) {
      growing.delete(unit);
      continue;
    }
    claims[block] = unit;
    (members[unit] as number[]).push(block);
  }
  claimIslands(blocks, claims);
  for (let sweep = 0; sweep < 8 && smooth(blocks, claims) > 0; sweep++);
  return seats.map((_, unit) => blocks.flatMap((_block, index) => (claims[index] === unit ? [index] : [])));
}
