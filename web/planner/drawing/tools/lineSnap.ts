import { distance } from '@turf/turf';
import type { Position, Spot } from '../../../map/scene.ts';
import { latticeOf, nearestCorner, nearestEdge, positionOf } from '../map/nearby.ts';
import type { Workplace } from './tool.ts';

const CORNER_PIXELS = 11;
const BORDER_PIXELS = 9;
const STREET_PIXELS = 8;
const START_PIXELS = 12;

/** What a point of a line was drawn to. */
export interface LineSnap {
  at: Position;
  to: 'corner' | 'border' | 'street' | 'start';
}

/** Draws a point of a line to what lies near: the line's own start, a corner, a border, a street, in this order. Alt leaves it free. */
export function snapOfLine(
  { session, streets }: Workplace,
  spot: Spot,
  start: Position | undefined,
): LineSnap | undefined {
  if (spot.alt) return undefined;
  const mine = ({ code }: { code: string }) => !session.isBeyond(code);
  const corner = nearestCorner(session.ground, spot, CORNER_PIXELS, mine);
  if (corner) return { at: positionOf(corner.x, corner.y), to: 'corner' };
  if (start && pixelsBetween(spot, start) <= START_PIXELS) return { at: start, to: 'start' };
  const border = nearestEdge(session.ground, spot, BORDER_PIXELS, mine);
  if (border) return { at: positionOf(border.x, border.y), to: 'border' };
  const [x, y] = latticeOf(spot.at);
  const street = streets()?.nearest(x, y, STREET_PIXELS * spot.metresPerPixel);
  return street ? { at: positionOf(street.x, street.y), to: 'street' } : undefined;
}

const pixelsBetween = ({ at, metresPerPixel }: Spot, other: Position): number =>
  distance([...at], [...other], { units: 'meters' }) / metresPerPixel;
