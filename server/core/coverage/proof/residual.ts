import Flatbush from 'flatbush';
import type { ChainEdge } from '../../geometry/arrangement.ts';
import type { Turn } from '../../geometry/faceLabels.ts';
import type { Area } from '../../geometry/lattice.ts';
import { boundingBox } from '../../geometry/lattice.ts';
import { type Chain, OUTSIDE } from './chain.ts';

/** An edge that has not cancelled (or, with `net` 0, one that has, near such edges), with the members it belongs to. */
export interface OwnedEdge extends ChainEdge {
  /** Some dozens at most, to be named. */
  owners: number[];
  /** How the boundaries of all of them run along it. */
  turns: Turn[];
}

/** What the proof is made over: areas by index, and the mandated outline where there is one. */
export interface Members {
  areas: readonly Area[];
  outline: Area | null;
}

/** A box `[minX, minY, maxX, maxY]` that may be fractional. */
export type FaceBox = readonly [number, number, number, number];

const MOST_OWNERS = 50;

/** The uncancelled entries of the chain with their owners, in the order of the chain. */
export function residualEdges(chain: Chain, members: Members): OwnedEdge[] {
  const byEntry = new Map<number, OwnedEdge>();
  for (const e of chain.residual())
    byEntry.set(e, { ...ends(chain, e), net: chain.net[e] as number, owners: [], turns: [] });
  forEachEdge(members, (owner, ax, ay, bx, by) => {
    const edge = byEntry.get(chain.find(ax, ay, bx, by));
    if (edge) addOwner(edge, owner, ax, ay);
  });
  return [...byEntry.values()];
}

/** Owners come in ascending order, so the last is the only one that can come again; a few dozen are enough to name. */
function addOwner(edge: OwnedEdge, owner: number, fromX: number, fromY: number): void {
  const net = edge.ax === fromX && edge.ay === fromY ? 1 : -1;
  const last = edge.turns.at(-1);
  if (last?.owner === owner) last.net += net;
  else edge.turns.push({ owner, net });
  if (edge.owners.at(-1) !== owner && edge.owners.length < MOST_OWNERS) edge.owners.push(owner);
}

const ends = (chain: Chain, e: number) => ({
  ax: chain.ax[e] as number,
  ay: chain.ay[e] as number,
  bx: chain.bx[e] as number,
  by: chain.by[e] as number,
});

/** The cancelled edges whose boxes meet one of the given boxes: they divide a faulty face among the members that lie in it. */
export function cancelledEdgesNear(chain: Chain, members: Members, boxes: readonly FaceBox[]): OwnedEdge[] {
  if (boxes.length === 0) return [];
  const index = new Flatbush(boxes.length, 16, Float64Array);
  for (const box of boxes) index.add(...box);
  index.finish();
  const near = new Map<number, OwnedEdge>();
  const meets = (minX: number, minY: number, maxX: number, maxY: number) =>
    index.search(minX, minY, maxX, maxY).length > 0;
  const visit = (owner: number, ax: number, ay: number, bx: number, by: number) => {
    const e = chain.find(ax, ay, bx, by);
    if (e < 0 || chain.net[e] !== 0) return;
    const found = near.get(e);
    if (found) {
      addOwner(found, owner, ax, ay);
    } else if (meets(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))) {
      const edge: OwnedEdge = { ...ends(chain, e), net: 0, owners: [], turns: [] };
      addOwner(edge, owner, ax, ay);
      near.set(e, edge);
    }
  };
  forEachEdge(members, visit, (area) => meets(...boundingBox(area)));
  return [...near.values()];
}

type EdgeVisitor = (owner: number, ax: number, ay: number, bx: number, by: number) => void;

function forEachEdge(members: Members, visit: EdgeVisitor, wanted: (area: Area) => boolean = () => true): void {
  const walk = (area: Area, owner: number) => {
    if (!wanted(area)) return;
    for (const ring of area.flat()) {
      for (let i = 0; i < ring.length; i += 2) {
        const next = i + 2 === ring.length ? 0 : i + 2;
        visit(owner, ring[i] as number, ring[i + 1] as number, ring[next] as number, ring[next + 1] as number);
      }
    }
  };
  members.areas.forEach(walk);
  if (members.outline) walk(members.outline, OUTSIDE);
}
