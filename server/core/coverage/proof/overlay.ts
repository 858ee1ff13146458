import { type Arrangement, arrange, type ChainEdge, originOf } from '../../geometry/arrangement.ts';
import { edgesOf } from '../../geometry/edges.ts';
import type { ExactPoint } from '../../geometry/exactPoint.ts';
import { type FaceLabels, labelFaces, type Turn, type Windings } from '../../geometry/faceLabels.ts';
import type { Area, Edge, Polygon } from '../../geometry/lattice.ts';
import { nodeEdges } from '../../geometry/noding.ts';
import { facesOf } from '../outlines.ts';

/** A connected part of a ground that lines cut, and on which side of the lines it lies where it meets them. */
export interface CutPart {
  polygon: Polygon;
  leftOfLine: boolean;
  rightOfLine: boolean;
}

/** A face of an overlay: how often each area's boundary winds around it. */
export interface OverlaidFace {
  area: Area;
  windings: Windings;
}

interface OverlaidPiece extends ChainEdge {
  turns: Turn[];
  /** How a line runs along the piece: a→b, b→a, both or not at all. */
  line: { forward: boolean; backward: boolean };
}

/**
 * Areas and lines laid over each other on the lattice. All edges are noded together, so that crossings are rounded once, for all of
 * them; each piece remembers which boundaries it came from, and which area covers a face follows from the pieces that are crossed
 * on the way to it (coverage.md, "Faces are labelled by construction"). Areas are told by their place in the list.
 */
export class Overlay {
  readonly #noded: readonly number[][];
  readonly #edgeCounts: readonly number[];
  readonly #pieces: readonly OverlaidPiece[];
  readonly #arrangement: Arrangement;
  readonly #labels: FaceLabels;

  private constructor(noded: readonly number[][], edgeCounts: readonly number[], pieces: readonly OverlaidPiece[]) {
    this.#noded = noded;
    this.#edgeCounts = edgeCounts;
    this.#pieces = pieces;
    this.#arrangement = arrange(pieces, Infinity) as Arrangement;
    this.#labels = labelFaces(this.#arrangement, pieces, (piece) => (pieces[piece] as OverlaidPiece).turns);
  }

  /** Null when noding does not come to rest. */
  static of(areas: readonly Area[], lines: readonly Edge[] = []): Overlay | null {
    const edges = areas.map((area) => [...edgesOf(area)]);
    const noded = nodeEdges([...edges.flat(), ...lines]);
    if (!noded) return null;
    const counts = edges.map((list) => list.length);
    return new Overlay(noded, counts, piecesOfAll(noded, counts));
  }

  /** The edges of an area that got points, each with the points on it, ends included. */
  linesOf(owner: number): number[][] {
    const start = this.#edgeCounts.slice(0, owner).reduce((sum, count) => sum + count, 0);
    return this.#noded.slice(start, start + (this.#edgeCounts[owner] as number)).filter((line) => line.length > 4);
  }

  /** The ground of all faces whose windings are as wanted; the outer face is asked too, and must not be. */
  area(isWanted: (windings: Windings) => boolean): Area {
    const wanted = this.#labels.of.map(isWanted);
    return facesOf(this.#boundary((cycle) => wanted[cycle] === true));
  }

  /** The faces of such ground one by one, parted by every boundary that runs through it. */
  faces(isWanted: (windings: Windings) => boolean): OverlaidFace[] {
    const parts = this.#parts(isWanted, ({ turns }) => turns.some(({ net }) => net !== 0));
    return parts.map(({ cycles, windings }) => ({ area: this.#polygons(cycles), windings }));
  }

  /** The parts into which the lines cut what the areas with such windings cover. Lines that end inside part nothing. */
  cutParts(isWanted: (windings: Windings) => boolean): CutPart[] {
    const parts = this.#parts(isWanted, ({ line }) => line.forward || line.backward);
    const wanted = this.#labels.of.map(isWanted);
    return parts.flatMap(({ cycles }) => {
      const sides = this.#sidesOf(cycles, wanted);
      return this.#polygons(cycles).map((polygon) => ({ polygon, ...sides }));
    });
  }

  #polygons(cycles: ReadonlySet<number>): Area {
    return facesOf(this.#boundary((cycle) => cycles.has(cycle)));
  }

  /** The edges that have some faces on their left and others on their right. */
  #boundary(isInside: (cycle: number) => boolean): Edge[] {
    const { cycle } = this.#arrangement;
    const edges: Edge[] = [];
    for (let half = 0; half < cycle.length; half++)
      if (isInside(cycle[half] as number) && !isInside(cycle[half ^ 1] as number)) edges.push(this.#edge(half));
    return edges;
  }

  #edge(half: number): Edge {
    const { nodes } = this.#arrangement;
    const from = nodes[originOf(this.#arrangement, half)] as ExactPoint;
    const to = nodes[originOf(this.#arrangement, half ^ 1)] as ExactPoint;
    return [from.x, from.y, to.x, to.y];
  }

  /** Wanted faces joined across every piece that does not part them, and with the parts that lie inside them. */
  #parts(
    isWanted: (windings: Windings) => boolean,
    parts: (piece: OverlaidPiece) => boolean,
  ): { cycles: Set<number>; windings: Windings }[] {
    const { cycle, pieces, hull } = this.#arrangement;
    const wanted = this.#labels.of.map(isWanted);
    const root = wanted.map((_, c) => c);
    const find = (c: number): number => {
      let at = c;
      while (root[at] !== at) at = root[at] as number;
      root[c] = at;
      return at;
    };
    pieces.forEach(({ sources }, p) => {
      const [left, right] = [cycle[2 * p] as number, cycle[2 * p + 1] as number];
      if (wanted[left] && wanted[right] && !sources.some((s) => parts(this.#pieces[s] as OverlaidPiece)))
        root[find(left)] = find(right);
    });
    hull.forEach((isHull, c) => {
      if (isHull && wanted[c]) root[find(c)] = find(this.#labels.container[c] as number);
    });
    const groups = new Map<number, { cycles: Set<number>; windings: Windings }>();
    wanted.forEach((is, c) => {
      if (!is) return;
      const group = groups.get(find(c)) ?? { cycles: new Set(), windings: this.#labels.of[c] as Windings };
      groups.set(find(c), group);
      group.cycles.add(c);
    });
    return [...groups.values()];
  }

  /** On which sides of the lines faces lie, where the lines run through wanted ground and not along its border. */
  #sidesOf(cycles: ReadonlySet<number>, wanted: readonly boolean[]): { leftOfLine: boolean; rightOfLine: boolean } {
    const { cycle, pieces } = this.#arrangement;
    let [leftOfLine, rightOfLine] = [false, false];
    pieces.forEach(({ sources }, p) => {
      const [leftCycle, rightCycle] = [cycle[2 * p] as number, cycle[2 * p + 1] as number];
      const left = cycles.has(leftCycle);
      if (left === cycles.has(rightCycle) || !wanted[leftCycle] || !wanted[rightCycle]) return;
      for (const source of sources) {
        const { forward, backward } = (this.#pieces[source] as OverlaidPiece).line;
        leftOfLine ||= left ? forward : backward;
        rightOfLine ||= left ? backward : forward;
      }
    });
    return { leftOfLine, rightOfLine };
  }
}

function piecesOfAll(noded: readonly number[][], edgeCounts: readonly number[]): OverlaidPiece[] {
  const pieces = new Map<string, OverlaidPiece>();
  const ownerOf = edgeCounts.flatMap((count, owner) => Array.from({ length: count }, () => owner));
  noded.forEach((line, l) => {
    const owner = ownerOf[l];
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [px, py, qx, qy] = [line[i], line[i + 1], line[i + 2], line[i + 3]] as [number, number, number, number];
      const isForward = px < qx || (px === qx && py < qy);
      const [ax, ay, bx, by] = isForward ? [px, py, qx, qy] : [qx, qy, px, py];
      const key = `${ax},${ay},${bx},${by}`;
      const piece = pieces.get(key) ?? { ax, ay, bx, by, net: 0, turns: [], line: { forward: false, backward: false } };
      pieces.set(key, piece);
      if (owner === undefined) piece.line[isForward ? 'forward' : 'backward'] = true;
      else countTurn(piece.turns, owner, isForward ? 1 : -1);
    }
  });
  return [...pieces.values()];
}

function countTurn(turns: Turn[], owner: number, net: 1 | -1): void {
  const known = turns.find((turn) => turn.owner === owner);
  if (known) known.net += net;
  else turns.push({ owner, net });
}
