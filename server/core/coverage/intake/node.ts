import Flatbush from 'flatbush';
import type { Area, Ring } from '../../geometry/lattice.ts';
import { keyOf, type Layers, type LooseEdges, mapVertices, scaleOf } from './layers.ts';

/** The outcome of noding: the areas, how many vertices were put on other areas' edges and how far an edge bent at most. */
export interface Noded {
  areas: Area[];
  inserted: number;
  moved: number;
  farthestMetres: number;
}

/** Even without a tolerance a vertex counts as on an edge when it is as near as rounding to the lattice can leave it. */
const ROUNDING_UNITS = 0.75;

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
  const { insertions, inserted, farthestMetres } = findInsertions(pulled, reach, scale);
  return {
    areas: onto.areas.map((area, a) => insertInto(area, a, insertions)),
    inserted,
    moved: onto.moved,
    farthestMetres: Math.max(farthestMetres, onto.farthestMetres),
  };
}

interface Scale {
  east: number;
  north: number;
}

/** An edge of a ring: area, polygon, ring, and where it starts and ends. */
interface Edge {
  area: number;
  place: string;
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

function edgesOf(areas: readonly Area[], loose: LooseEdges): Edge[] {
  const edges: Edge[] = [];
  areas.forEach((area, a) => {
    area.forEach((polygon, p) => {
      polygon.forEach((ring, r) => {
        for (let i = 0; i < ring.length; i += 2) {
          const n = (i + 2) % ring.length;
          const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[n], ring[n + 1]] as [number, number, number, number];
          if (loose.hasEdge(ax, ay, bx, by)) edges.push({ area: a, place: `${a}/${p}/${r}/${i}`, ax, ay, bx, by });
        }
      });
    });
  });
  return edges;
}

function indexOf(edges: readonly Edge[]): Flatbush | null {
  if (edges.length === 0) return null;
  const index = new Flatbush(edges.length, 16, Float64Array);
  for (const e of edges)
    index.add(Math.min(e.ax, e.bx), Math.min(e.ay, e.by), Math.max(e.ax, e.bx), Math.max(e.ay, e.by));
  index.finish();
  return index;
}

/** How far along an edge (0 to 1) a point lies and how far off it, in metres. */
function project(e: Edge, x: number, y: number, { east, north }: Scale): { along: number; metres: number } {
  const [dx, dy, px, py] = [(e.bx - e.ax) * east, (e.by - e.ay) * north, (x - e.ax) * east, (y - e.ay) * north];
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
  return { along, metres: Math.hypot(px - along * dx, py - along * dy) };
}

/** Moves vertices within reach of a fixed edge (and of no fixed vertex, which snapping has seen to) onto it. */
function pullToFixed(
  layers: Layers,
  reach: number,
  scale: Scale,
): { areas: Area[]; moved: number; farthestMetres: number } {
  const edges = edgesOf(layers.areas.slice(0, layers.fixed), layers.loose);
  const index = indexOf(edges);
  if (!index) return { areas: [...layers.areas], moved: 0, farthestMetres: 0 };
  const fixedVertices = new Set(edges.map((e) => keyOf(e.ax, e.ay)));
  let moved = 0;
  let farthestMetres = 0;
  const pull = (x: number, y: number): [number, number] => {
    if (!layers.loose.hasVertex(x, y) || fixedVertices.has(keyOf(x, y))) return [x, y];
    const best = nearestEdge(edges, index, x, y, reach, scale);
    if (!best || best.metres < Math.max(scale.east, scale.north) * ROUNDING_UNITS) return [x, y];
    moved++;
    farthestMetres = Math.max(farthestMetres, best.metres);
    const { edge, along } = best;
    return [Math.round(edge.ax + along * (edge.bx - edge.ax)), Math.round(edge.ay + along * (edge.by - edge.ay))];
  };
  return {
    areas: layers.areas.map((area, a) => (a < layers.fixed ? area : mapVertices(area, pull))),
    moved,
    farthestMetres,
  };
}

function nearestEdge(
  edges: readonly Edge[],
  index: Flatbush,
  x: number,
  y: number,
  reach: number,
  scale: Scale,
): { edge: Edge; along: number; metres: number } | null {
  const [rx, ry] = [reach / scale.east, reach / scale.north];
  let best: { edge: Edge; along: number; metres: number } | null = null;
  for (const i of index.search(x - rx, y - ry, x + rx, y + ry)) {
    const edge = edges[i] as Edge;
    const { along, metres } = project(edge, x, y, scale);
    if (metres <= (best?.metres ?? reach)) best = { edge, along, metres };
  }
  return best;
}

type Insertions = Map<string, { along: number; x: number; y: number }[]>;

function findInsertions(
  { areas, fixed, loose }: Layers,
  reach: number,
  scale: Scale,
): { insertions: Insertions; inserted: number; farthestMetres: number } {
  const edges = edgesOf(areas, loose);
  const index = indexOf(edges);
  const insertions: Insertions = new Map();
  let inserted = 0;
  let farthestMetres = 0;
  if (!index) return { insertions, inserted, farthestMetres };
  const ownersOf = new Map<string, Set<number>>();
  areas.forEach((area, a) => {
    for (const ring of area.flat()) {
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = [ring[i] as number, ring[i + 1] as number];
        if (!loose.hasVertex(x, y)) continue;
        const key = keyOf(x, y);
        const owners = ownersOf.get(key);
        if (owners) owners.add(a);
        else ownersOf.set(key, new Set([a]));
      }
    }
  });
  const [rx, ry] = [reach / scale.east, reach / scale.north];
  for (const [key, owners] of ownersOf) {
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
      inserted++;
      farthestMetres = Math.max(farthestMetres, metres);
      const list = insertions.get(edge.place);
      if (list) list.push({ along, x, y });
      else insertions.set(edge.place, [{ along, x, y }]);
    }
  }
  return { insertions, inserted, farthestMetres };
}

function insertInto(area: Area, a: number, insertions: Insertions): Area {
  return area.map((polygon, p) =>
    polygon.map((ring, r): Ring => {
      const vertices: number[] = [];
      for (let i = 0; i < ring.length; i += 2) {
        vertices.push(ring[i] as number, ring[i + 1] as number);
        const added = insertions.get(`${a}/${p}/${r}/${i}`);
        for (const { x, y } of added?.sort((one, two) => one.along - two.along) ?? []) vertices.push(x, y);
      }
      return vertices.length === ring.length ? ring : Int32Array.from(vertices);
    }),
  );
}
