import { type Publication, publish } from '../../server/coverage/publication.ts';
import type { TestApp } from './harness.ts';

/** A square of four grids in two units, side 0.02°, small enough to be read at a glance. South-west corner 109.00, 34.20. */
export const SQUARE = { west: 109, south: 34.2, side: 0.02 } as const;

const unit = (degrees: number) => Math.round(degrees * 1e7);

/** A counter-clockwise ring through decimal degrees. */
export const ring = (...positions: [number, number][]): Int32Array =>
  Int32Array.from(positions.flatMap(([x, y]) => [unit(x), unit(y)]));

const box = (west: number, south: number, east: number, north: number) =>
  ring([west, south], [east, south], [east, north], [west, north]);

/** 050101 south-west, 050102 south-east, 050201 north-west, 050202 north-east. */
export function fourGrids(changes: Partial<Publication> = {}): Publication {
  const outline = [
    [
      ring(
        [109, 34.2],
        [109.01, 34.2],
        [109.02, 34.2],
        [109.02, 34.21],
        [109.02, 34.22],
        [109.01, 34.22],
        [109, 34.22],
        [109, 34.21],
      ),
    ],
  ];
  return {
    district: { code: '05', name: '灞桥区' },
    mandated: outline,
    units: [
      { code: '0501', name: '纺织城' },
      { code: '0502', name: '席王' },
    ],
    grids: [
      { code: '050101', name: '西南', area: [[box(109, 34.2, 109.01, 34.21)]] },
      { code: '050102', name: '东南', area: [[box(109.01, 34.2, 109.02, 34.21)]] },
      { code: '050201', name: '西北', area: [[box(109, 34.21, 109.01, 34.22)]] },
      { code: '050202', name: '东北', area: [[box(109.01, 34.21, 109.02, 34.22)]] },
    ],
    note: 'four grids',
    actor: 'planner',
    address: null,
    ...changes,
  };
}

/** The same district with the south divided otherwise: 050102 has taken over 050101, which is retired. */
export function threeGrids(): Publication {
  const four = fourGrids();
  const south = [[ring([109, 34.2], [109.01, 34.2], [109.02, 34.2], [109.02, 34.21], [109.01, 34.21], [109, 34.21])]];
  return { ...four, note: 'three grids', grids: [{ code: '050102', name: '南', area: south }, ...four.grids.slice(2)] };
}

/** Publishes and lets the app serve it. */
export async function publishTo(started: TestApp, publication: Publication, now = new Date()): Promise<void> {
  await publish(started.database.owner, publication, now);
  await started.published.refresh();
}
