import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EditableCoverage } from '../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../server/core/coverage/edits/schemas.ts';
import { takeIn } from '../../server/core/coverage/intake/takeIn.ts';
import { type Mend, mendsOf } from '../../server/core/coverage/mends.ts';
import type { CoverageFault } from '../../server/core/coverage/model.ts';
import { boundaryEdges, outlineOf } from '../../server/core/coverage/outlines.ts';
import { proveThreeLevels } from '../../server/core/coverage/proof/levels.ts';
import { MandatedOutline } from '../../server/core/coverage/proof/refinement.ts';
import { Fault } from '../../server/core/fault.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';
import type { Database } from '../../server/db/database.ts';
import { randomEdit } from '../unit/coverage/edits/randomEdits.ts';
import { oddEdit } from '../unit/coverage/oddEdits.ts';
import { randomSource } from '../unit/coverage/randomCoverage.ts';
import { voronoiCells } from '../unit/coverage/voronoi.ts';
import { openTestDatabase } from './harness.ts';
import { expectTiling } from './postgisVerdict.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const DISTRICT = { code: '05', name: '区' };
const UNITS = ['0501', '0502'].map((code) => ({ code, name: code }));
/** Four kilometres. */
const SIDE_UNITS = 400_000;

/** A file of cells whose corners were moved by up to so many metres, as it comes into a plan. */
function noisyGround(seed: number, metres: number, random: () => number): EditableCoverage {
  const cells = voronoiCells(6 + Math.floor(random() * 12), SIDE_UNITS, random);
  // Without some cells the district has bays, and now and then a hole.
  const kept = seed % 3 === 0 ? cells.filter((_, i) => i !== 2 && i !== 4) : cells;
  const mandated = outlineOf(kept.map((ring): Area => [[ring]]));
  const share = [1, 0.5, 0.1][seed % 3] as number;
  const move = (value: number) => (random() < share ? value + Math.round((random() - 0.5) * 200 * metres) : value);
  const noisy = kept.map((ring): Area => [[Int32Array.from(ring, move)]]);
  const taken = takeIn({ outline: mandated, units: [], grids: noisy }, [0, 0.5, 5][Math.floor(random() * 3)] as number);
  const grids = taken.grids.flatMap((area, i) => {
    const code = `0501${String(i + 1).padStart(2, '0')}`;
    return area.length > 0 ? [{ id: code, code, name: code, revision: 1, area }] : [];
  });
  const { outline } = new MandatedOutline(mandated).refinedBy(boundaryEdges(grids.map(({ area }) => area)));
  return new EditableCoverage({ district: DISTRICT, mandated, outline, units: UNITS, grids });
}

const errorsOf = (ground: EditableCoverage): CoverageFault[] =>
  proveThreeLevels({
    district: DISTRICT,
    outline: ground.mandated.area,
    units: UNITS,
    grids: [...ground.grids()],
  }).faults.filter(({ severity }) => severity === 'error');

/** All that makes up a state, however rings were written down. */
const stateOf = (ground: EditableCoverage): string => {
  const grids = [...ground.grids()].map(
    ({ code, area }) => `${code} ${boundaryEdges([area]).map(String).sort().join(' ')}`,
  );
  return JSON.stringify([grids.sort(), ground.outlineEdges().map(String).sort()]);
};

/** Does an edit, and demands that its reverse leads back to where it came from and the reverse of that forth; false when it is refused. */
function apply(ground: EditableCoverage, edit: Edit, context: string): boolean {
  try {
    const change = changeFor(ground, edit);
    const before = stateOf(ground);
    const reverse = ground.apply(change);
    const after = stateOf(ground);
    const forward = ground.apply(reverse);
    expect(stateOf(ground) === before, `${context}: ${edit.op} reversed`).toBe(true);
    ground.apply(forward);
    expect(stateOf(ground) === after, `${context}: ${edit.op} done again`).toBe(true);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Mends a fault by one of the ways it offers, beginning anywhere among them. */
function mend(ground: EditableCoverage, fault: CoverageFault, random: () => number, context: string): boolean {
  const mends = mendsOf(fault);
  const first = Math.floor(random() * mends.length);
  return mends.some((_, i) => {
    const { gives: _gives, ...edit } = mends[(first + i) % mends.length] as Mend;
    return apply(ground, edit as Edit, context);
  });
}

/** As many edits of others come in between as there are in `edits`. Gives the faults that nothing mends. */
function mendAll(ground: EditableCoverage, random: () => number, context: string, edits = 0): CoverageFault[] {
  for (let step = 0; step < 600; step++) {
    const faults = errorsOf(ground);
    if (faults.length === 0) return [];
    if (!faults.some((fault) => mend(ground, fault, random, context))) return faults;
    if (step < edits) apply(ground, random() < 0.5 ? oddEdit(ground, random) : randomEdit(ground, random), context);
  }
  return errorsOf(ground);
}

const messages = (faults: readonly CoverageFault[]) => faults.map(({ message }) => message);

describe('a file whose corners are off', () => {
  it.each([1, 5, 20, 80, 300, 1000, 2000])(
    'by up to %i m is mended by what is offered, by PostGIS too',
    async (metres) => {
      for (let seed = 1; seed <= (metres < 1000 ? 8 : 3); seed++) {
        const context = `${metres} m, seed ${seed}`;
        const random = randomSource(seed * 10_000 + metres);
        const ground = noisyGround(seed, metres, random);
        expect(messages(mendAll(ground, random, context)), context).toEqual([]);
        const areas = [...ground.grids()].map(({ area }) => area);
        await expectTiling(database, areas, ground.mandated.area, context);
      }
    },
  );

  it('is mended as well while other edits come in between', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const context = `seed ${seed}`;
      const random = randomSource(seed);
      const ground = noisyGround(seed, [5, 40, 300][seed % 3] as number, random);
      expect(messages(mendAll(ground, random, context, 60)), context).toEqual([]);
      const areas = [...ground.grids()].map(({ area }) => area);
      await expectTiling(database, areas, ground.mandated.area, context);
    }
  });
});
