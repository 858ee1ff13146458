import type { Block } from './blocks.ts';
import { distance, type Frame, type PlanPoint } from './frame.ts';
import type { Network, Piece } from './network.ts';
import { type Random, seededRandom } from './random.ts';

/** A place inside a block with its distance from everything around it. */
interface Room {
  middle: PlanPoint;
  radius: number;
}

const SAMPLES = 24;
const CORNERS = 28;

/** The sampled spot of a block that is farthest from its border, the block's rings and all else kept clear of. */
function roomIn(block: Block, frame: Frame): Room {
  const rim = block.area.flatMap((polygon) =>
    polygon.flatMap((ring) => {
      const points: PlanPoint[] = [];
      for (let i = 0; i < ring.length; i += 2) points.push(frame.toPlan([ring[i] as number, ring[i + 1] as number]));
      return densified(points);
    }),
  );
  const [xs, ys] = [rim.map(([x]) => x), rim.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  let best: Room = { middle: block.middle, radius: 0 };
  for (let column = 1; column < SAMPLES; column++) {
    for (let row = 1; row < SAMPLES; row++) {
      const middle: PlanPoint = [left + ((right - left) * column) / SAMPLES, bottom + ((top - bottom) * row) / SAMPLES];
      const radius = Math.min(...rim.map((point) => distance(point, middle)));
      if (radius > best.radius && surroundsSpot(block, frame, middle)) best = { middle, radius };
    }
  }
  return best;
}

/** A ring's points with more in between, so that the distance to the nearest stands for the distance to the ring. */
function densified(points: readonly PlanPoint[]): PlanPoint[] {
  return points.flatMap((point, i) => {
    const next = points[(i + 1) % points.length] as PlanPoint;
    const steps = Math.max(1, Math.ceil(distance(point, next) / 0.1));
    return Array.from(
      { length: steps },
      (_, step): PlanPoint => [
        point[0] + ((next[0] - point[0]) * step) / steps,
        point[1] + ((next[1] - point[1]) * step) / steps,
      ],
    );
  });
}

function surroundsSpot(block: Block, frame: Frame, spot: PlanPoint): boolean {
  const [x, y] = frame.toLattice(spot);
  let inside = false;
  for (const ring of block.area.flat()) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]] as [number, number, number, number];
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
    }
  }
  return inside;
}

/** The corners of a regular polygon on the unit circle, found by halving angles: no sines, whose last bits differ between machines. */
function circle(corners: number): PlanPoint[] {
  // One quarter by walking the square's edge and pulling its points onto the circle.
  return Array.from({ length: corners }, (_, i): PlanPoint => {
    const along = (i / corners) * 4;
    const side = Math.floor(along);
    const share = along - side;
    const onSquare: PlanPoint = [1 - share, share];
    const length = Math.sqrt(onSquare[0] * onSquare[0] + onSquare[1] * onSquare[1]);
    const [x, y] = [onSquare[0] / length, onSquare[1] / length];
    if (side === 0) return [x, y];
    if (side === 1) return [-y, x];
    return side === 2 ? [-x, -y] : [y, -x];
  });
}

function loopAround({ middle, radius }: Room, random: Random): PlanPoint[] {
  return circle(CORNERS).map(([x, y]): PlanPoint => {
    const reach = radius * random.between(0.52, 0.66);
    return [middle[0] + x * reach, middle[1] + y * reach];
  });
}

/**
 * Lays a closed road inside each of the given number of roomiest blocks (a scenic area, a works compound): the land inside
 * becomes a grid of its own that another one surrounds. Returns the new pieces; nothing crosses them.
 */
export function layEnclaves(
  network: Network,
  blocks: readonly Block[],
  frame: Frame,
  seed: number,
  count: number,
): Piece[] {
  const random = seededRandom(seed, 'enclaves');
  const candidates = blocks
    .filter((block) => block.squareKilometres > 0.9)
    .map((block) => roomIn(block, frame))
    .toSorted((a, b) => b.radius - a.radius);
  const chosen: Room[] = [];
  for (const room of candidates) {
    if (chosen.length < count && chosen.every(({ middle }) => distance(middle, room.middle) > 5)) chosen.push(room);
  }
  return chosen.flatMap((room) => {
    network.lines.push({ kind: 'loop', name: '' });
    const corners = loopAround(room, random).map((point) => network.vertices.number(frame.toLattice(point)));
    const line = network.lines.length - 1;
    return corners.map((from, i) => ({ from, to: corners[(i + 1) % corners.length] as number, line }));
  });
}
