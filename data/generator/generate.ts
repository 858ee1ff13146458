import type { Grid, Named } from '../../server/core/coverage/model.ts';
import { areaOfChain } from '../../server/core/coverage/outlines.ts';
import { Chain } from '../../server/core/coverage/proof/chain.ts';
import { deriveUnits, proveThreeLevels } from '../../server/core/coverage/proof/levels.ts';
import { Fault } from '../../server/core/fault.ts';
import { type Area, vertexCount } from '../../server/core/geometry/lattice.ts';
import { type Address, numberHouses } from './addresses.ts';
import { greatestBend } from './bend.ts';
import { type Block, findBlocks } from './blocks.ts';
import { drawBorders } from './borders.ts';
import { type Business, openBusinesses } from './businesses.ts';
import { clipToDistrict, insideTest } from './clip.ts';
import { type NamedCourse, nameCourses } from './courses.ts';
import { placeOf } from './density.ts';
import { type Drawing, drawNetwork } from './drawing.ts';
import { layEnclaves } from './enclaves.ts';
import { type Frame, frameFor } from './frame.ts';
import { joinIntoGrids } from './grids.ts';
import { nameGiver, UNITS } from './names.ts';
import { type Network, type Piece, withoutDeadEnds } from './network.ts';
import { nodeNetwork, outlinePieces } from './noding.ts';
import { numberGrids } from './numbering.ts';
import { appointStaff, type StaffMember } from './staff.ts';
import { divideAmongUnits } from './units.ts';

/** What to divide, and how. */
export interface Plan {
  outline: Area;
  district: Named;
  seed: number;
  /** Grids per unit, in the order of the units. */
  gridsPerUnit: readonly number[];
}

/** A divided district. `outline` is the working one: the given outline with the corners where borders end on it. */
export interface DemoDistrict {
  district: Named;
  outline: Area;
  units: (Named & { area: Area })[];
  grids: Grid[];
  courses: NamedCourse[];
  addresses: Address[];
  businesses: Business[];
  staff: StaffMember[];
  report: { blocks: number; vertices: number; addedCorners: number; bendLatticeUnits: number };
}

/** Crossings within this many board kilometres of a line's end are taken at that end. */
const SNAP = 0.02;
const CELL = 0.5;
const ENCLAVES = 2;

interface Ground {
  drawing: Drawing;
  /** The planar network inside the district, dead ends included. */
  clipped: Network;
  blocks: Block[];
}

const clip = (network: Network): Network => ({ ...network, pieces: clipToDistrict(network) });

/** Draws streets and rivers over the outline, cuts them into a planar network and finds its blocks. */
function layGround(outline: Area, frame: Frame, seed: number): Ground {
  const drawing = drawNetwork(outline, frame, seed);
  const cell = frame.latticeUnits(CELL);
  const node = (network: Network): Network => nodeNetwork(network, frame.latticeUnits(SNAP), cell);
  const blocksOf = (network: Network): Block[] =>
    findBlocks(network, withoutDeadEnds(network.pieces), frame, drawing.density);
  const open = clip(node(drawing.network));
  const loops: Piece[] = layEnclaves(open, blocksOf(open), frame, seed, ENCLAVES);
  const clipped = clip(node({ ...open, pieces: [...open.pieces, ...loops] }));
  return { drawing: { ...drawing, network: clipped }, clipped, blocks: blocksOf(clipped) };
}

function workingOutline(network: Network): Area {
  const chain = new Chain(1024);
  for (const { from, to } of outlinePieces(network)) {
    chain.add(...network.vertices.point(from), ...network.vertices.point(to), 0);
  }
  return areaOfChain(chain);
}

/** The blocks that an enclave's ring encloses: bounded by nothing else. */
const enclavesAmong = (blocks: readonly Block[]): Set<number> =>
  new Set(
    blocks.flatMap(({ borders }, i) => (borders.length > 0 && borders.every(({ kind }) => kind === 'loop') ? [i] : [])),
  );

/** Refuses a division that the engine cannot prove; with a sound outline this does not happen. */
function demandProof(district: Named, outline: Area, units: readonly Named[], grids: readonly Grid[]): void {
  const proof = proveThreeLevels({ district, outline, units, grids });
  if (proof.ok) return;
  const reasons = proof.faults.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  throw new Fault('coverage-broken', `The division does not prove: ${reasons.slice(0, 5).join(' ')}`);
}

/** Divides a district into units and grids along a made-up street network; the same plan gives the same district. */
export function generateDistrict({ outline: given, district, seed, gridsPerUnit }: Plan): DemoDistrict {
  const frame = frameFor(given);
  const names = nameGiver(seed);
  const { drawing, clipped, blocks } = layGround(given, frame, seed);
  const courses = nameCourses(drawing, clipped.pieces, frame, names);
  const enclaves = enclavesAmong(blocks);
  const units = divideAmongUnits(
    blocks,
    UNITS.map(({ seat }) => placeOf(seat, frame)),
  );
  const groups = units.flatMap((members, unit) =>
    joinIntoGrids(blocks, members, gridsPerUnit[unit] ?? 1, enclaves).map((grid) => ({ unit, blocks: grid })),
  );
  const drawn = drawBorders(
    groups.map((group) => group.blocks.map((block) => (blocks[block] as Block).area)),
    workingOutline(clipped),
    given,
  );
  const grids = numberGrids(
    groups.map((group, i) => ({
      unit: (UNITS[group.unit] as Named).code,
      area: drawn.grids[i] as Area,
      blocks: group.blocks.map((block) => blocks[block] as Block),
    })),
    drawing.density,
    names,
  );
  const known = UNITS.filter(({ code }) => grids.some((grid) => grid.code.startsWith(code)));
  demandProof(district, drawn.outline, known, grids);
  const unitAreas = new Map(deriveUnits(grids).map(({ code, area }) => [code, area]));
  const isInside = insideTest(clipped);
  const addresses = numberHouses(courses, frame, seed, drawing.density, ([x, y]) => isInside(x * 2, y * 2));
  const unitList = known.map(({ code, name }) => ({ code, name, area: unitAreas.get(code) as Area }));
  return {
    district,
    outline: drawn.outline,
    units: unitList,
    grids,
    courses,
    addresses,
    businesses: openBusinesses(addresses, seed, (at) => drawing.density(frame.toPlan(at))),
    staff: appointStaff([district, ...unitList, ...grids], seed),
    report: {
      blocks: blocks.length,
      vertices: grids.reduce((sum, { area }) => sum + vertexCount(area), 0),
      addedCorners: vertexCount(drawn.outline) - vertexCount(given),
      bendLatticeUnits: greatestBend(drawn.outline, given),
    },
  };
}
