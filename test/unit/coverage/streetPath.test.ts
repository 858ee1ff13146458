import { describe, expect, it } from 'vitest';
import { type NetworkSpot, StreetNetwork } from '../../../server/core/coverage/streetPath.ts';
import { ringOf } from './edits/grounds.ts';

const course = (...points: [number, number][]): number[] => [...ringOf(...points)];
const at = (network: StreetNetwork, column: number, row: number, metres = 50): NetworkSpot => {
  const [x, y] = course([column, row]) as [number, number];
  const spot = network.nearest(x, y, metres);
  if (!spot) throw new Error('no street is near');
  return spot;
};

describe('the street network', () => {
  const network = new StreetNetwork([
    course([0, 0], [1, 0], [2, 0], [3, 0]),
    course([1, 0], [1, 1], [1, 2]),
    course([1, 2], [2, 2], [3, 2]),
    course([3, 0], [3, 1], [3, 2]),
    course([8, 8], [9, 9]),
  ]);

  it('finds the nearest street within reach, and none beyond it', () => {
    expect(at(network, 0.5, 0.1)).toMatchObject({ metres: expect.closeTo(11, 0) });
    expect(network.nearest(...(course([0.5, 3]) as [number, number]), 50)).toBeNull();
  });

  it('follows the streets between two spots by the shortest way', () => {
    expect(network.path(at(network, 0.5, 0), at(network, 1.5, 2))).toEqual(
      course([0.5, 0], [1, 0], [1, 1], [1, 2], [1.5, 2]),
    );
    expect(network.path(at(network, 2.5, 0), at(network, 2.5, 2))).toEqual(
      course([2.5, 0], [3, 0], [3, 1], [3, 2], [2.5, 2]),
    );
  });

  it('goes straight along one street, and nowhere where streets are not connected', () => {
    expect(network.path(at(network, 0.2, 0), at(network, 0.8, 0))).toEqual(course([0.2, 0], [0.8, 0]));
    expect(network.path(at(network, 0, 0), at(network, 8.5, 8.5))).toBeNull();
  });
});
