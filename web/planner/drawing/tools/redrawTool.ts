import type { Position } from '../../../map/scene.ts';
import type { Trial } from '../session/trial.ts';
import { LineTool } from './lineTool.ts';

/** Leads the border of two grids along a drawn path, or along the streets between the clicks. */
export class RedrawTool extends LineTool {
  protected meant(line: readonly Position[]): Trial {
    const path = line.map((at) => [...at]);
    const ends = [path[0] as number[], path.at(-1) as number[]];
    return this.place.session.try({ op: 'redrawBorder', between: ends, path });
  }
}
