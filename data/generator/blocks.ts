import type { Area, Ring } from '../../server/core/geometry/lattice.ts';
import { distance, doubledArea, type Frame, type PlanPoint } from './frame.ts';
import { kindOf, type LineKind, type Network, type Piece } from './network.ts';

/** A face of the network inside the district: the smallest piece of land that streets, rivers and the outline enclose. */
export interface Block {
  area: Area;
  squareKilometres: number;
  /** The mean of the shell's corners, on the board. */
  middle: PlanPoint;
  /** How much supervision it takes: its size, more where it is built-up. */
  weight: number;
  borders: Border[];
}

/** A piece of border between two blocks, on the board. */
export interface Border {
  other: number;
  length: number;
  kind: LineKind;
}

/** Half-edge 2k runs along piece k, half-edge 2k + 1 against it; both have their face on the left. */
class HalfEdges {
  readonly network: Network;
  readonly pieces: readonly Piece[];
  private readonly following: Int32Array;

  constructor(network: Network, pieces: readonly Piece[]) {
    this.network = network;
    this.pieces = pieces;
    this.following = new Int32Array(pieces.length * 2);
    const leaving = new Map<number, number[]>();
    for (let half = 0; half < pieces.length * 2; half++) {
      const start = this.start(half);
      const list = leaving.get(start);
      if (list) list.push(half);
      else leaving.set(start, [half]);
    }
    for (const [vertex, halves] of leaving) {
      halves.sort((a, b) => network.vertices.compareAngles(vertex, this.end(a), this.end(b)));
      // Arriving on the twin of `half`, the next one clockwise keeps the same face on the left.
      halves.forEach((half, i) => {
        this.following[half ^ 1] = halves[(i + halves.length - 1) % halves.length] as number;
      });
    }
  }

  start(half: number): number {
    const piece = this.pieces[half >> 1] as Piece;
    return half % 2 === 0 ? piece.from : piece.to;
  }

  end(half: number): number {
    return this.start(half ^ 1);
  }

  kind(half: number): LineKind {
    return kindOf(this.network, this.pieces[half >> 1] as Piece);
  }

  /** All closed walks with one face on their left. */
  cycles(): number[][] {
    const used = new Uint8Array(this.pieces.length * 2);
    const cycles: number[][] = [];
    for (let first = 0; first < used.length; first++) {
      if (used[first]) continue;
      const cycle: number[] = [];
      for (let half = first; !used[half]; half = this.following[half] as number) {
        used[half] = 1;
        cycle.push(half);
      }
      cycles.push(cycle);
    }
    return cycles;
  }
}

interface Cycle {
  halves: number[];
  ring: Ring;
  plan: PlanPoint[];
  doubled: number;
}

function readCycle(edges: HalfEdges, halves: number[], frame: Frame): Cycle {
  const points = halves.map((half) => edges.network.vertices.point(edges.start(half)));
  const plan = points.map(frame.toPlan);
  return { halves, ring: Int32Array.from(points.flat()), plan, doubled: doubledArea(plan) };
}

/** Whether a ring of board points surrounds a point that is not on it. */
export function surrounds(ring: readonly PlanPoint[], [x, y]: PlanPoint): boolean {
  let inside = false;
  let [ax, ay] = ring.at(-1) as PlanPoint;
  for (const [bx, by] of ring) {
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
    [ax, ay] = [bx, by];
  }
  return inside;
}

/** For each face the boundaries of the network's separate parts that lie inside it. */
function holesByFace(faces: readonly Cycle[], clockwise: readonly Cycle[]): Map<Cycle, Cycle[]> {
  const holes = new Map<Cycle, Cycle[]>();
  for (const hole of clockwise) {
    const spot = hole.plan[0] as PlanPoint;
    const ownVertices = new Set(hole.plan.map(([x, y]) => `${x},${y}`));
    const hosts = faces.filter(
      (face) => !face.plan.some(([x, y]) => ownVertices.has(`${x},${y}`)) && surrounds(face.plan, spot),
    );
    // A face of the hole's own part may not share a corner with its rim but still is smaller than the rim: the host is larger.
    const around = hosts.filter((face) => face.doubled > -hole.doubled);
    if (around.length === 0) continue;
    const host = around.reduce((a, b) => (a.doubled <= b.doubled ? a : b));
    holes.set(host, [...(holes.get(host) ?? []), hole]);
  }
  return holes;
}

/**
 * The blocks of a planar network without dead ends. A face lies inside the district when the outline's pieces around it run
 * with it; faces bounded by no outline are inside, because everything outside was clipped away.
 */
export function findBlocks(
  network: Network,
  pieces: readonly Piece[],
  frame: Frame,
  density: (point: PlanPoint) => number,
): Block[] {
  const edges = new HalfEdges(network, pieces);
  const cycles = edges.cycles().map((halves) => readCycle(edges, halves, frame));
  const faces = cycles.filter(({ doubled }) => doubled > 0);
  const holes = holesByFace(
    faces,
    cycles.filter(({ doubled }) => doubled < 0),
  );
  const boundary = (face: Cycle): number[] => [face, ...(holes.get(face) ?? [])].flatMap(({ halves }) => halves);
  const isOutside = (half: number): boolean => half % 2 === 1 && edges.kind(half) === 'outline';
  const inside = faces.filter((face) => !boundary(face).some(isOutside));
  const blockOf = new Map<number, number>();
  inside.forEach((face, index) => {
    for (const half of boundary(face)) blockOf.set(half, index);
  });
  return inside.map((face, index): Block => {
    const rims = [face, ...(holes.get(face) ?? [])];
    const squareKilometres = rims.reduce((sum, { doubled }) => sum + doubled / 2, 0);
    const middle = meanOf(face.plan);
    const borders = boundary(face).flatMap((half): Border[] => {
      const other = blockOf.get(half ^ 1);
      if (other === undefined || other === index) return [];
      const [a, b] = [edges.start(half), edges.end(half)].map((v) => frame.toPlan(network.vertices.point(v)));
      return [{ other, length: distance(a as PlanPoint, b as PlanPoint), kind: edges.kind(half) }];
    });
    const weight = squareKilometres * (0.3 + density(middle));
    return { area: [rims.map(({ ring }) => ring)], squareKilometres, middle, weight, borders };
  });
}

function meanOf(points: readonly PlanPoint[]): PlanPoint {
  const sum = points.reduce<PlanPoint>(([x, y], [px, py]) => [x + px, y + py], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}
