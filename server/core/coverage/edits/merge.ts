import { doubledArea } from '../../geometry/area.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import type { Grid } from '../model.ts';
import { Chain } from '../proof/chain.ts';
import { neighboursIn } from '../proof/levels.ts';
import { joinedArea } from './joinedArea.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/**
 * Merges grids that share borders into one, which keeps the code and the name of `keep`; an enclave and the grid around it merge
 * too. The other codes are retired. Refused when the grids do not hang together, overlap, or one is named twice.
 */
export function merge(ground: EditableCoverage, edit: Extract<Edit, { op: 'merge' }>): Change {
  const grids = edit.grids.map((code, i) => ground.get(code, `/grids/${i}`));
  if (new Set(edit.grids).size < grids.length) throw refusal('/grids', 'grid-named-twice');
  if (grids.length < 2) throw refusal('/grids', 'too-few-grids');
  const kept = grids.find((grid) => grid.code === edit.keep);
  if (!kept) throw refusal('/keep', 'keep-not-among', { grid: edit.keep });
  const chain = new Chain(256);
  grids.forEach(({ area }, g) => chain.addBoundary(area, g));
  const apart = firstApart(chain, grids);
  if (apart) throw refusal('/grids', 'grids-apart', { grid: apart.code });
  const sketch = new Sketch(ground);
  for (const grid of grids) if (grid !== kept) sketch.remove(grid.code);
  sketch.reshape(kept.code, joinedArea(grids.map(({ code, area }) => ({ name: code, area }))));
  const codes = grids.map((grid) => grid.code).sort();
  return sketch.finish(
    `Merge ${codes.join(', ')}`,
    [{ code: kept.code, from: codes }],
    grids
      .filter((grid) => grid !== kept)
      .map(({ code, area }) => ({ between: [code, kept.code], doubledUnits: doubledArea(area) })),
  );
}

function firstApart(chain: Chain, grids: readonly Grid[]): Grid | undefined {
  const neighbours = neighboursIn(chain, grids.length);
  const reached = new Set([0]);
  for (const g of reached) for (const next of neighbours[g] ?? []) reached.add(next);
  return grids.find((_, g) => !reached.has(g));
}
