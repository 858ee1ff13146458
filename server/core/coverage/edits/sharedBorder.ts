import { edgesOf } from '../../geometry/edges.ts';
import type { Area, Edge } from '../../geometry/lattice.ts';

/** A stretch of border between two areas, in the direction of the first one's ring: `[x0, y0, …]`; a closed one repeats its start. */
export type BorderRun = number[];

const keyOf = (ax: number, ay: number, bx: number, by: number): string => `${ax},${ay},${bx},${by}`;

/** The stretches of border that two areas share, each as long as can be; a ring that is shared all around is one closed stretch. */
export function sharedBorder(a: Area, b: Area): BorderRun[] {
  const back = new Set<string>();
  for (const [ax, ay, bx, by] of edgesOf(b)) back.add(keyOf(bx, by, ax, ay));
  return a.flat().flatMap((ring) => {
    const count = ring.length / 2;
    const edge = (i: number): Edge => {
      const [from, to] = [(i % count) * 2, ((i + 1) % count) * 2];
      return [ring[from], ring[from + 1], ring[to], ring[to + 1]] as unknown as Edge;
    };
    const isShared = Array.from({ length: count }, (_, i) => back.has(keyOf(...edge(i))));
    const start = isShared.indexOf(false) + 1;
    const runs: BorderRun[] = [];
    let run: BorderRun | null = null;
    for (let i = start; i < start + count; i++) {
      const [ax, ay, bx, by] = edge(i);
      if (!isShared[i % count]) run = null;
      else if (run) run.push(bx, by);
      else {
        run = [ax, ay, bx, by];
        runs.push(run);
      }
    }
    return runs;
  });
}
