import type { Position } from '../../../map/scene.ts';
import { gridAt } from '../map/nearby.ts';
import type { Trial } from '../session/trial.ts';
import { LineTool } from './lineTool.ts';

/** Cuts a grid along a line from border to border, or cuts out what a closed line surrounds. */
export class SplitTool extends LineTool {
  protected meant(line: readonly Position[]): Trial {
    let first: Trial | undefined;
    for (const grid of this.#candidates(line)) {
      const trial = this.place.session.try({ op: 'split', grid, line: line.map((at) => [...at]) });
      if (trial.change) return trial;
      first ??= trial;
    }
    return first ?? nothingHere(line);
  }

  /** The selected grid, then those the line runs through, in its order. */
  #candidates(line: readonly Position[]): string[] {
    const { session, selected } = this.place;
    const codes = new Set<string>();
    const chosen = selected();
    if (chosen !== undefined && session.ground.find(chosen)) codes.add(chosen);
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1] as Position, line[i] as Position];
      for (const share of [0.5, 0.02, 0.98]) {
        const grid = gridAt(session.ground, [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
        if (grid) codes.add(grid.code);
      }
    }
    return [...codes];
  }
}

const nothingHere = (line: readonly Position[]): Trial => ({
  edit: { op: 'split', grid: '', line: line.map((at) => [...at]) },
  refusal: { reason: 'no-such-grid', members: { grid: '' }, grids: [], faults: [] },
});
