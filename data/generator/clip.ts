import { kindOf, type Network, type Piece } from './network.ts';
import { outlinePieces } from './noding.ts';

/** Whether a spot, in half lattice units, lies inside the outline pieces; spots on the outline itself are not asked. */
export function insideTest(network: Network): (doubledX: number, doubledY: number) => boolean {
  const { vertices } = network;
  const edges = outlinePieces(network).map(({ from, to }) => [...vertices.point(from), ...vertices.point(to)]);
  return (doubledX, doubledY) => {
    let inside = false;
    for (const edge of edges) {
      const [ax, ay, bx, by] = edge.map((value) => value * 2) as [number, number, number, number];
      if (ay > doubledY === by > doubledY) continue;
      const side = (bx - ax) * (doubledY - ay) - (by - ay) * (doubledX - ax);
      if (by > ay ? side > 0 : side < 0) inside = !inside;
    }
    return inside;
  };
}

/** The planar network without the pieces outside the district. */
export function clipToDistrict(network: Network): Piece[] {
  const { vertices } = network;
  const isInside = insideTest(network);
  return network.pieces.filter((piece) => {
    if (kindOf(network, piece) === 'outline') return true;
    const [ax, ay] = vertices.point(piece.from);
    const [bx, by] = vertices.point(piece.to);
    return isInside(ax + bx, ay + by);
  });
}
