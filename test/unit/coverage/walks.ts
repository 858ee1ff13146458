/** A corner in lattice units. */
export type Corner = [number, number];

/**
 * The rule of the mandated outline read off the page, with nothing of the engine's: walk each ring from its first given corner and take
 * the given corners one after the other; what comes between two of them has to lie within 5 cm of the straight line, further along
 * each time. The rings stand in the same order on both sides.
 */
export function walks(given: readonly Corner[][], working: readonly Corner[][]): boolean {
  return given.every((corners, r) => {
    const ring = working[r] as Corner[];
    const start = ring.findIndex(([x, y]) => x === corners[0]?.[0] && y === corners[0]?.[1]);
    if (start < 0) return false;
    const turned = [...ring.slice(start), ...ring.slice(0, start), corners[0] as Corner];
    let at = 0;
    return (
      corners.every(([ax, ay], c) => {
        if (turned[at]?.[0] !== ax || turned[at]?.[1] !== ay) return false;
        const [bx, by] = corners[(c + 1) % corners.length] as Corner;
        const east = 0.011132 * Math.cos((ay / 1e7) * (Math.PI / 180));
        const north = 0.01109;
        const length = Math.hypot((bx - ax) * east, (by - ay) * north);
        let far = 0;
        for (at++; turned[at]?.[0] !== bx || turned[at]?.[1] !== by; at++) {
          if (at >= turned.length) return false;
          const [x, y] = turned[at] as Corner;
          const [px, py] = [(x - ax) * east, (y - ay) * north];
          const [ux, uy] = [((bx - ax) * east) / length, ((by - ay) * north) / length];
          const along = px * ux + py * uy;
          if (along <= far || along >= length || Math.abs(px * uy - py * ux) > 0.05) return false;
          far = along;
        }
        return true;
      }) && at === turned.length - 1
    );
  });
}
