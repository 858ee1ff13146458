/** A polygon's rings as positions, the shell first. */
export type Rings = readonly (readonly (readonly number[])[])[];

interface Cell {
  x: number;
  y: number;
  half: number;
  distance: number;
  /** The farthest from the border any point of the cell can be. */
  best: number;
}

/** How much of the polygon's width the result may be off. */
const PRECISION = 1 / 40;

/** The centre of gravity looks best, and is taken where it has at least this share of the most room there is. */
const ENOUGH = 0.7;

/**
 * The point of a polygon farthest from its border, in the polygon's own coordinates: where a label has most room.
 * Found by halving squares and dropping those that cannot hold a better point (quadtree search, Garcia-Castellanos & Lombardo 2007
 * posed the problem). Longitude is scaled by the cosine of the latitude, so that "farthest" is meant on the ground.
 */
export function labelAnchor(rings: Rings): [number, number] {
  const shell = rings[0] ?? [];
  const box = boxOf(shell);
  const scale = Math.cos((((box.minY + box.maxY) / 2) * Math.PI) / 180) || 1;
  const scaled = rings.map((ring) => ring.map(([x = 0, y = 0]) => [x * scale, y] as const));
  const size = Math.min((box.maxX - box.minX) * scale, box.maxY - box.minY);
  if (!(size > 0)) return [box.minX, box.minY];
  let best = cellAt(((box.minX + box.maxX) / 2) * scale, (box.minY + box.maxY) / 2, 0, scaled);
  const half = size / 2;
  let queue: Cell[] = [];
  for (let x = box.minX * scale + half; x - half < box.maxX * scale; x += size)
    for (let y = box.minY + half; y - half < box.maxY; y += size) queue.push(cellAt(x, y, half, scaled));
  while (queue.length > 0) {
    const next: Cell[] = [];
    for (const cell of queue) if (cell.distance > best.distance) best = cell;
    for (const cell of queue) {
      if (cell.best - best.distance <= size * PRECISION) continue;
      const quarter = cell.half / 2;
      for (const dx of [-quarter, quarter])
        for (const dy of [-quarter, quarter]) next.push(cellAt(cell.x + dx, cell.y + dy, quarter, scaled));
    }
    queue = next;
  }
  const middle = centreOf(scaled[0] ?? []);
  const room = middle ? signedDistance(middle[0], middle[1], scaled) : -1;
  const [x, y] = middle && room >= best.distance * ENOUGH ? middle : [best.x, best.y];
  return [x / scale, y];
}

/** The centre of gravity of a ring; undefined where it encloses nothing. */
function centreOf(ring: readonly (readonly [number, number])[]): [number, number] | undefined {
  const [origin] = ring;
  if (!origin) return undefined;
  let doubled = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 1; i < ring.length; i++) {
    const a = ring[i - 1] ?? origin;
    const b = ring[i] ?? origin;
    const cross = (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
    doubled += cross;
    sumX += cross * (a[0] + b[0] - 2 * origin[0]);
    sumY += cross * (a[1] + b[1] - 2 * origin[1]);
  }
  return doubled === 0 ? undefined : [origin[0] + sumX / (3 * doubled), origin[1] + sumY / (3 * doubled)];
}

function boxOf(shell: Rings[number]) {
  const xs = shell.map(([x = 0]) => x);
  const ys = shell.map(([, y = 0]) => y);
  return { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
}

function cellAt(x: number, y: number, half: number, rings: readonly (readonly (readonly [number, number])[])[]): Cell {
  const distance = signedDistance(x, y, rings);
  return { x, y, half, distance, best: distance + half * Math.SQRT2 };
}

/** Distance to the nearest edge; negative outside. */
function signedDistance(x: number, y: number, rings: readonly (readonly (readonly [number, number])[])[]): number {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i];
      const b = ring[j];
      if (!a || !b) continue;
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
      nearest = Math.min(nearest, squaredDistance(x, y, a, b));
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest);
}

function squaredDistance(px: number, py: number, a: readonly [number, number], b: readonly [number, number]): number {
  let [x, y] = a;
  const dx = b[0] - x;
  const dy = b[1] - y;
  if (dx !== 0 || dy !== 0) {
    const t = Math.min(1, Math.max(0, ((px - x) * dx + (py - y) * dy) / (dx * dx + dy * dy)));
    x += dx * t;
    y += dy * t;
  }
  return (px - x) ** 2 + (py - y) ** 2;
}
