import type { Area, Point, Ring } from '../../geometry/lattice.ts';
import { type Edge, edgesOf, indexOf, project, ROUNDING_UNITS, type Scale } from './edgeIndex.ts';
import { keyOf, type Layers, type LooseEdges, scaleOf } from './layers.ts';
import { pullToFixed } from './pull.ts';
import { type Moves, makeSoundMoves } from './soundMoves.ts';

/** The outcome of noding: the areas, how many vertices were put on other areas' edges and how far an edge bent at most. */
export interface Noded {
  areas: Area[];
  inserted: number;
  moved: number;
  farthestMetres: number;
  /** Where a vertex was not put on an edge, or not moved to one, because a valid area would have become invalid. */
  leftOut: Point[];
}

/**
 * Puts vertices that lie on other areas' edges, or within the tolerance of them, into these edges, so that both sides of a border
 * have them. An edge of a movable area bends to the vertex; to an edge of a fixed one the vertex moves, and is put there with no
 * more than the lattice's rounding. O(n log n) for evenly spread edges.
 */
export function nodeBorders(layers: Layers, toleranceMetres: number): Noded {
  const scale = scaleOf(layers.areas);
  const reach = Math.max(toleranceMetres, ROUNDING_UNITS * Math.max(scale.east, scale.north));
  const onto = pullToFixed(layers, reach, scale);
  const pulled = onto.moved > 0 ? { ...layers, areas: onto.areas, loose: layers.loose.after(onto.areas) } : layers;
  const insertions = findInsertions(pulled, reach, scale);
  const { areas, leftOut, places } = makeSoundMoves(onto.areas, insertionMoves(onto.areas, insertions));
  const made = insertions.filter((_, move) => !leftOut.has(move));
  return {
    areas,
    inserted: made.length,
    moved: onto.moved,
    farthestMetres: made.reduce((far, { metres }) => Math.max(far, metres), onto.farthestMetres),
    leftOut: [...onto.leftOut, ...places],
  };
}

/** A vertex to be put into an edge. */
interface Insertion {
  edge: Edge;
  along: number;
  metres: number;
  x: number;
  y: number;
}

function findInsertions({ areas, fixed, loose }: Layers, reach: number, scale: Scale): Insertion[] {
  const edges = edgesOf(areas, loose);
  const index = indexOf(edges);
  if (!index) return [];
  const [rx, ry] = [reach / scale.east, reach / scale.north];
  const insertions: Insertion[] = [];
  for (const [key, owners] of ownersOfVertices(areas, loose)) {
    const [x, y] = key.split(',').map(Number) as [number, number];
    const taken = new Set<number>();
    const near = index
      .search(x - rx, y - ry, x + rx, y + ry)
      .map((i) => ({ edge: edges[i] as Edge, ...project(edges[i] as Edge, x, y, scale) }));
    for (const { edge, along, metres } of near.sort((a, b) => a.metres - b.metres)) {
      // An area that has the vertex already keeps it once; one edge of each other area takes it.
      if (owners.has(edge.area) || taken.has(edge.area) || along <= 0 || along >= 1) continue;
      if (metres > (edge.area < fixed ? ROUNDING_UNITS * Math.max(scale.east, scale.north) : reach)) continue;
      taken.add(edge.area);
      insertions.push({ edge, along, metres, x, y });
    }
  }
  return insertions;
}

/** The areas that have each loose vertex. */
function ownersOfVertices(areas: readonly Area[], loose: LooseEdges): Map<string, Set<number>> {
  const ownersOf = new Map<string, Set<number>>();
  areas.forEach((area, a) => {
    for (const ring of area.flat()) {
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = [ring[i] as number, ring[i + 1] as number];
        if (!loose.hasVertex(x, y)) continue;
        const owners = ownersOf.get(keyOf(x, y));
        if (owners) owners.add(a);
        else ownersOf.set(keyOf(x, y), new Set([a]));
      }
    }
  });
  return ownersOf;
}

/** Each insertion as a move of its own. */
function insertionMoves(areas: readonly Area[], insertions: readonly Insertion[]): Moves {
  const places = areas.map((): { move: number; x: number; y: number }[] => []);
  const byEdge = new Map<string, { move: number; along: number; x: number; y: number }[]>();
  insertions.forEach(({ edge, along, x, y }, move) => {
    places[edge.area]?.push({ move, x, y });
    const list = byEdge.get(edge.place);
    if (list) list.push({ move, along, x, y });
    else byEdge.set(edge.place, [{ move, along, x, y }]);
  });
  for (const list of byEdge.values()) list.sort((one, two) => one.along - two.along);
  const insert = (ring: Ring, place: string, leftOut: ReadonlySet<number>): Ring => {
    const vertices: number[] = [];
    for (let i = 0; i < ring.length; i += 2) {
      vertices.push(ring[i] as number, ring[i + 1] as number);
      for (const { move, x, y } of byEdge.get(`${place}/${i}`) ?? []) if (!leftOut.has(move)) vertices.push(x, y);
    }
    return vertices.length === ring.length ? ring : Int32Array.from(vertices);
  };
  return {
    apply: (a, leftOut) => {
      const area = areas[a] as Area;
      if (places[a]?.length === 0) return area;
      return area.map((polygon, p) => polygon.map((ring, r) => insert(ring, `${a}/${p}/${r}`, leftOut)));
    },
    of: (area) => places[area] ?? [],
  };
}
