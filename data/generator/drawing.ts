import type { Area } from '../../server/core/geometry/lattice.ts';
import { densityField } from './density.ts';
import { type Frame, type PlanPoint, ringPoints } from './frame.ts';
import type { Line, Network } from './network.ts';
import { layRivers } from './rivers.ts';
import { layStreets } from './streets.ts';
import { VertexTable } from './vertices.ts';

/** Adds a line's pieces to a network under construction; `points` are lattice vertices in order. */
function addLine(network: Network, line: Line, vertices: readonly number[]): void {
  const index = network.lines.push(line) - 1;
  for (let i = 1; i < vertices.length; i++) {
    network.pieces.push({ from: vertices[i - 1] as number, to: vertices[i] as number, line: index });
  }
}

/** Whether a street belongs to the road class that maps draw strongly, and which way it runs, per line of the network. */
export interface Drawing {
  network: Network;
  /** For each line of the network: runs north-south. */
  northSouth: Map<number, boolean>;
  density: (point: PlanPoint) => number;
}

/** Draws outline, rivers and streets over each other; nothing is cut yet. */
export function drawNetwork(outline: Area, frame: Frame, seed: number): Drawing {
  const network: Network = { vertices: new VertexTable(), lines: [], pieces: [] };
  const northSouth = new Map<number, boolean>();
  const density = densityField(frame);
  const place = (points: readonly PlanPoint[]): number[] =>
    points.map((point) => network.vertices.number(frame.toLattice(point)));
  for (const ring of outline.flat()) {
    const vertices = ringPoints(ring).map((point) => network.vertices.number(point));
    addLine(network, { kind: 'outline', name: '' }, [...vertices, vertices[0] as number]);
  }
  for (const { name, points } of layRivers(frame, seed)) addLine(network, { kind: 'river', name }, place(points));
  for (const { kind, northSouth: runsNorth, points } of layStreets(frame, seed, density)) {
    northSouth.set(network.lines.length, runsNorth);
    addLine(network, { kind, name: '' }, place(points));
  }
  return { network, northSouth, density };
}
