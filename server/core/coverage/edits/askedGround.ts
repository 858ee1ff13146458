import type { AskedPassage } from '../change.ts';
import type { Passage } from '../passages.ts';
import { broken } from './refusals.ts';

/**
 * Refuses a change that moves other ground than was asked: between grids that the edit did not speak of, or more or less of it than
 * a lattice unit along the edges it drew. What is nowhere wider than a unit is rounding, and may pass anywhere.
 */
export function refuseOtherGround(asked: readonly AskedPassage[], passages: readonly Passage[]): void {
  const moved = passages.filter(({ from, to }) => from !== to);
  const isBetween = ({ from, to }: Passage, [a, b]: AskedPassage['between']) =>
    (from === a && to === b) || (from === b && to === a);
  const stray = moved.find((passage) => !passage.rounding && !asked.some(({ between }) => isBetween(passage, between)));
  if (stray) throw otherGround([stray.from, stray.to]);
  for (const { between, doubledUnits, drawnUnits = 0 } of asked) {
    if (doubledUnits === undefined) continue;
    const net = moved
      .filter((passage) => isBetween(passage, between))
      .reduce(
        (sum, passage) => (passage.from === between[0] ? sum + passage.doubledUnits : sum - passage.doubledUnits),
        0n,
      );
    const most = BigInt(Math.ceil(2 * drawnUnits)) + 8n;
    if (net - doubledUnits > most || doubledUnits - net > most) throw otherGround([...between]);
  }
}

const otherGround = (codes: readonly string[]) => {
  const grids = codes.filter((code) => code !== '');
  return broken('moves-other-ground', { grids });
};
