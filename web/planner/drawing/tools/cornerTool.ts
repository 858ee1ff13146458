import type { Change } from '../../../../server/core/coverage/change.ts';
import { movedArea } from '../../../../server/core/coverage/edits/moveVertices.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import { edgesOf } from '../../../../server/core/geometry/edges.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import { nearestOnEdge, scaleAt } from '../../../../server/core/geometry/scale.ts';
import type { Gesture, Position, Sketch, Spot } from '../../../map/scene.ts';
import { gridAt, latticeOf, nearestCorner, nearestEdge, positionOf } from '../map/nearby.ts';
import type { Trial } from '../session/trial.ts';
import { Tool, type Workplace } from './tool.ts';

const CORNER_PIXELS = 11;
const EDGE_PIXELS = 8;
const SNAP_PIXELS = 8;
/** So many corners of the selected grid are shown at most: more would hide the border. */
const MOST_CORNERS = 1500;

/** What is under the pointer: a corner to move, or a stretch of border that gets a new one. */
type Held = { kind: 'corner'; at: Position } | { kind: 'edge'; on: readonly [Position, Position]; at: Position };

/** Drags shared corners: both neighbours follow, and nothing that would not be a coverage can be dropped. */
export class CornerTool extends Tool {
  #hot: Held | undefined;
  #held: Held | undefined;
  #holders: ReadonlySet<string> = new Set();
  #trial: Trial | undefined;

  constructor(place: Workplace) {
    super(place, { gesture: { kind: 'pointer', cursor: 'default' } });
    this.#rest();
  }

  override cancel(): void {
    if (this.#held) this.#let();
    else this.place.select(undefined);
  }

  override remove(): void {
    if (this.#hot?.kind !== 'corner') return;
    const done = this.carryOut(this.place.session.try({ op: 'deleteVertex', at: [...this.#hot.at] }));
    this.#hot = undefined;
    if (done) this.#rest();
  }

  override refresh(): void {
    if (!this.#held) this.#rest(true);
  }

  #gesture(): Gesture {
    return {
      kind: 'pointer',
      cursor: this.#held ? 'grabbing' : this.#hot ? 'grab' : 'default',
      onMove: (spot) => this.#point(spot),
      onPress: (spot) => this.#take(spot),
      onDrag: (spot) => this.#drag(spot),
      onRelease: () => this.#drop(),
      onClick: (spot) => {
        if (!this.#find(spot)) this.place.select(gridAt(this.place.session.ground, spot.at)?.code);
      },
    };
  }

  #find(spot: Spot): Held | undefined {
    const { session } = this.place;
    const mine = ({ code }: { code: string }) => !session.isBeyond(code);
    const corner = nearestCorner(session.ground, spot, CORNER_PIXELS, mine);
    if (corner) return { kind: 'corner', at: positionOf(corner.x, corner.y) };
    const near = nearestEdge(session.ground, spot, EDGE_PIXELS, mine);
    if (!near) return undefined;
    const [ax, ay, bx, by] = near.edge;
    return { kind: 'edge', on: [positionOf(ax, ay), positionOf(bx, by)], at: positionOf(near.x, near.y) };
  }

  #point(spot: Spot): void {
    const found = this.#find(spot);
    if (found?.kind === this.#hot?.kind && found?.at.join() === this.#hot?.at.join()) return;
    this.#hot = found;
    this.#rest(this.view.refusal !== undefined && found === undefined);
  }

  #take(spot: Spot): boolean {
    this.#held = this.#find(spot);
    if (!this.#held) return false;
    const { ground } = this.place.session;
    const [x, y] = latticeOf(this.#held.kind === 'corner' ? this.#held.at : this.#held.on[0]);
    const own = ground.withVertex(x, y).filter(({ area }) => this.#held?.kind === 'corner' || this.#hasEdge(area));
    this.#holders = new Set(own.map(({ code }) => code));
    this.#trial = undefined;
    this.show({ gesture: this.#gesture(), sketch: this.#sketch(this.#held.at), isBusy: true });
    return true;
  }

  #hasEdge(area: Parameters<typeof edgesOf>[0]): boolean {
    if (this.#held?.kind !== 'edge') return false;
    const [a, b] = this.#held.on.map(latticeOf).map(String);
    for (const [ax, ay, bx, by] of edgesOf(area)) {
      const [from, to] = [`${ax},${ay}`, `${bx},${by}`];
      if ((from === a && to === b) || (from === b && to === a)) return true;
    }
    return false;
  }

  #drag(spot: Spot): void {
    const held = this.#held;
    if (!held) return;
    const to = this.#target(held, spot);
    const trial = this.#tried(held, spot, to);
    this.#trial = trial;
    if (!trial) return this.show({ gesture: this.#gesture(), sketch: this.#sketch(to), isBusy: true });
    const tone = trial.change ? 'good' : 'bad';
    const areas = trial.change ? areasOf(trial.change) : this.#impossible(held, to);
    this.show({
      gesture: this.#gesture(),
      sketch: { ...this.#sketch(to), lines: trial.change || held.kind === 'corner' ? [] : bentLine(held.on, to) },
      draft: { hidden: this.#holders, areas, tone },
      change: trial.change,
      refusal: trial.refusal,
      isBusy: true,
    });
  }

  /** What the drag would do; nothing while it is where it began. A corner of the outline stays, and the outline is the reason. */
  #tried(held: Held, spot: Spot, to: Position): Trial | undefined {
    const { session } = this.place;
    const trial = session.try(editOf(held, to));
    if (trial.refusal?.reason !== 'changes-nothing') return trial;
    const pulled = session.try(editOf(held, spot.at));
    return pulled.refusal?.reason === 'outline-given' ? pulled : undefined;
  }

  /** The grids as the pointer would have them, although they cannot be: for the red frame. */
  #impossible(held: Held, to: Position) {
    const { ground } = this.place.session;
    const moves = new Map([[latticeOf(held.at).join(), latticeOf(to)]]);
    return [...this.#holders].flatMap((code) => {
      const area = ground.find(code)?.area;
      return area ? [{ code, geometry: toGeoJson(held.kind === 'corner' ? movedArea(area, moves) : area) }] : [];
    });
  }

  /** Where the corner goes: along the outline when it stands on it, onto a neighbouring corner, onto a street, else where the pointer is. */
  #target(held: Held, spot: Spot): Position {
    const ends = this.#ends(held);
    const onOutline = this.#onOutline(held, ends, spot);
    if (onOutline) return onOutline;
    if (spot.alt) return spot.at;
    const [x, y] = latticeOf(spot.at);
    const scale = scaleAt(y);
    const reach = SNAP_PIXELS * spot.metresPerPixel;
    for (const [ex, ey] of held.kind === 'corner' ? ends : [])
      if (Math.hypot((ex - x) * scale.east, (ey - y) * scale.north) <= reach) return positionOf(ex, ey);
    const street = this.place.streets()?.nearest(x, y, reach);
    return street ? positionOf(street.x, street.y) : spot.at;
  }

  /** The corners next to the held one along the borders. */
  #ends(held: Held): [number, number][] {
    if (held.kind === 'edge') return held.on.map(latticeOf);
    const [x, y] = latticeOf(held.at);
    const ends = new Map<string, [number, number]>();
    for (const { area } of this.place.session.ground.withVertex(x, y))
      for (const [ax, ay, bx, by] of edgesOf(area)) {
        if (ax === x && ay === y) ends.set(`${bx},${by}`, [bx, by]);
        if (bx === x && by === y) ends.set(`${ax},${ay}`, [ax, ay]);
      }
    return [...ends.values()];
  }

  #onOutline(held: Held, ends: readonly [number, number][], spot: Spot): Position | undefined {
    const { ground } = this.place.session;
    const [hx, hy] = latticeOf(held.kind === 'corner' ? held.at : held.on[0]);
    const outline = ends.filter(([x, y]) => ground.isOutlineEdge(hx, hy, x, y) || ground.isOutlineEdge(x, y, hx, hy));
    if (outline.length === 0) return undefined;
    const [x, y] = latticeOf(spot.at);
    const scale = scaleAt(y);
    const [nearest] = outline
      .map(([ex, ey]) => ({ ex, ey, ...nearestOnEdge(scale, hx, hy, ex, ey, x, y) }))
      .sort((a, b) => a.metres - b.metres);
    if (!nearest) return undefined;
    const { ex, ey, along } = nearest;
    return positionOf(Math.round(hx + along * (ex - hx)), Math.round(hy + along * (ey - hy)));
  }

  #drop(): void {
    const trial = this.#trial;
    this.#let();
    if (trial) this.carryOut(trial);
    this.#rest(trial?.refusal !== undefined);
  }

  #let(): void {
    this.#held = undefined;
    this.#hot = undefined;
    this.#holders = new Set();
    this.#trial = undefined;
    this.#rest();
  }

  #rest(keepRefusal = false): void {
    const refusal = keepRefusal ? this.view.refusal : undefined;
    this.show({ gesture: this.#gesture(), sketch: this.#sketch(), refusal });
  }

  /** The corners one can see: those of the selected grid, and what is under the pointer or held. */
  #sketch(held?: Position): Sketch {
    const code = this.place.selected();
    const area = code === undefined || held ? undefined : this.place.session.ground.find(code)?.area;
    const corners: NonNullable<Sketch['corners']>[number][] = [];
    for (const [x, y] of area ? edgesOf(area) : []) {
      if (corners.length >= MOST_CORNERS) break;
      corners.push({ at: positionOf(x, y), kind: 'corner' });
    }
    if (held) corners.push({ at: held, kind: 'held' });
    else if (this.#hot) corners.push({ at: this.#hot.at, kind: this.#hot.kind === 'corner' ? 'held' : 'new' });
    return { corners };
  }
}

const editOf = (held: Held, to: Position): Edit =>
  held.kind === 'corner'
    ? { op: 'moveVertices', moves: [{ from: [...held.at], to: [...to] }] }
    : { op: 'insertVertex', on: held.on.map((end) => [...end]), at: [...to] };

const areasOf = (change: Change) => change.put.map(({ code, area }) => ({ code, geometry: toGeoJson(area) }));

const bentLine = ([a, b]: readonly [Position, Position], to: Position): NonNullable<Sketch['lines']> => [
  { path: [a, to, b], tone: 'bad' },
];
