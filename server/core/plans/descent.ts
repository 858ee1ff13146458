import { facesOf } from '../coverage/outlines.ts';
import { covers } from '../coverage/verbs/cutArea.ts';
import { areaSquareMetres } from '../geometry/area.ts';
import { edgesOf } from '../geometry/edges.ts';
import type { Area, Edge } from '../geometry/lattice.ts';
import { boundingBox } from '../geometry/lattice.ts';
import { nodeEdges } from '../geometry/noding.ts';
import { WindingIndex } from '../geometry/windingIndex.ts';

/** Ground that passed from one code to another, or stayed. */
export interface Passage {
  code: string;
  from: string;
  areaSquareMetres: number;
}

interface CodedGround {
  code: string;
  area: Area;
}

/** What the rounding of a border's bend can make up; less is no passage of ground. */
const LEAST_SQUARE_METRES = 1;

/**
 * Which ground went from which old grid to which new one, with its size: the faces of both sets of borders laid over each other, each
 * told its old and its new owner. Sets that are as large as a whole district are fine; they need not cover the same ground.
 */
export function passages(before: readonly CodedGround[], after: readonly CodedGround[]): Passage[] {
  const pieces = new Map<string, Edge>();
  const edges = [...before, ...after].flatMap(({ area }) => [...edgesOf(area)]);
  for (const line of nodeEdges(edges) ?? edges.map((edge) => [...edge])) {
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]] as unknown as Edge;
      pieces.set(`${ax},${ay},${bx},${by}`, [ax, ay, bx, by]);
      pieces.set(`${bx},${by},${ax},${ay}`, [bx, by, ax, ay]);
    }
  }
  const [old, now] = [new Owners(before), new Owners(after)];
  const sizes = new Map<string, number>();
  for (const polygon of facesOf(pieces.values())) {
    const edge = longest([...edgesOf([polygon])]);
    const [from, code] = [old.ownerLeftOf(edge), now.ownerLeftOf(edge)];
    if (from === null || code === null) continue;
    const key = `${code} ${from}`;
    sizes.set(key, (sizes.get(key) ?? 0) + areaSquareMetres([polygon]));
  }
  return [...sizes]
    .filter(([, size]) => size >= LEAST_SQUARE_METRES)
    .map(([key, size]) => ({ code: key.slice(0, 6), from: key.slice(7), areaSquareMetres: size }))
    .sort((a, b) => (a.code + a.from < b.code + b.from ? -1 : 1));
}

const longest = (edges: readonly Edge[]): Edge =>
  edges.reduce((best, edge) => (squaredLength(edge) > squaredLength(best) ? edge : best));
const squaredLength = ([ax, ay, bx, by]: Edge): number => (bx - ax) ** 2 + (by - ay) ** 2;

class Owners {
  readonly #grids: { code: string; box: readonly number[]; index: WindingIndex }[];

  constructor(grids: readonly CodedGround[]) {
    this.#grids = grids.map(({ code, area }) => ({ code, box: boundingBox(area), index: new WindingIndex(area) }));
  }

  ownerLeftOf(edge: Edge): string | null {
    const [x, y] = [(edge[0] + edge[2]) / 2, (edge[1] + edge[3]) / 2];
    const owner = this.#grids.find(
      ({ box, index }) =>
        x >= (box[0] as number) - 1 &&
        y >= (box[1] as number) - 1 &&
        x <= (box[2] as number) + 1 &&
        y <= (box[3] as number) + 1 &&
        covers(index, edge),
    );
    return owner?.code ?? null;
  }
}
