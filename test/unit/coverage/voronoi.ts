type Point = readonly [number, number];

const ORIGIN = [1_090_000_000, 342_000_000] as const;

/** The cells of random sites in a square of `size` lattice units, by cutting it for each site with the bisectors to all others. Flat rings. */
export function voronoiCells(count: number, size: number, random: () => number): Int32Array[] {
  const sites = Array.from({ length: count }, (): Point => [random() * size, random() * size]);
  return sites.flatMap((site) => {
    const cell = sites.reduce((left, other) => (other === site ? left : nearerTo(site, other, left)), square(size));
    const corners = cell.map(([x, y]): Point => [ORIGIN[0] + Math.round(x), ORIGIN[1] + Math.round(y)]);
    const apart = corners.filter((corner, i) => String(corner) !== String(corners[(i + 1) % corners.length]));
    return apart.length > 2 ? [Int32Array.from(apart.flat())] : [];
  });
}

const square = (size: number): Point[] => [
  [0, 0],
  [size, 0],
  [size, size],
  [0, size],
];

/** What of a convex cell lies nearer to one site than to another. */
function nearerTo([sx, sy]: Point, [tx, ty]: Point, cell: readonly Point[]): Point[] {
  const beyond = ([x, y]: Point) => (x - (sx + tx) / 2) * (tx - sx) + (y - (sy + ty) / 2) * (ty - sy);
  return cell.flatMap((p, i): Point[] => {
    const q = cell[(i + 1) % cell.length] as Point;
    const [a, b] = [beyond(p), beyond(q)];
    const kept: Point[] = a <= 0 ? [p] : [];
    if (a * b >= 0) return kept;
    const along = a / (a - b);
    return [...kept, [p[0] + along * (q[0] - p[0]), p[1] + along * (q[1] - p[1])]];
  });
}
