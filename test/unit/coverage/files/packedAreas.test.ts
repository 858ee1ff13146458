import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Area } from '../../../../server/core/geometry/lattice.ts';
import { packAreas, unpackAreas } from '../../../../server/files/packedAreas.ts';

const ring = fc.int32Array({ maxLength: 8 });
const area: fc.Arbitrary<Area> = fc.array(fc.array(ring, { maxLength: 3 }), { maxLength: 3 });

it('areas that were packed are the same when they are unpacked', () => {
  fc.assert(
    fc.property(fc.array(area, { maxLength: 5 }), (areas) => {
      expect([...unpackAreas(packAreas(areas))]).toEqual(areas);
    }),
  );
});
