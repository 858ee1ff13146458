import { sharedBorder } from '../../../../server/core/coverage/edits/sharedBorder.ts';
import type { PointerGesture, Sketch, Spot } from '../../../map/scene.ts';
import { nearestEdge, positionOf } from '../map/nearby.ts';
import type { Refusal, Trial } from '../session/trial.ts';
import { draftOf, Tool, type Workplace } from './tool.ts';

const BORDER_PIXELS = 12;
/** What the slider begins with, in metres. */
export const FIRST_TOLERANCE_METRES = 5;

const OUTLINE: Refusal = { reason: 'outline-given', members: {}, grids: [], faults: [] };

/** Leaves out corners of the border that is clicked, as far as a tolerance allows. */
export class SimplifyTool extends Tool {
  #pointed: readonly [string, string] | undefined;
  #chosen: readonly [string, string] | undefined;
  #metres = FIRST_TOLERANCE_METRES;

  constructor(place: Workplace) {
    super(place, { gesture: { kind: 'pointer', cursor: 'default' } });
    this.#look();
  }

  /** How far the border may move, in metres. */
  tolerance(metres: number): void {
    this.#metres = metres;
    this.#look();
  }

  override confirm(): void {
    const trial = this.#trial();
    if (!trial || !this.carryOut(trial)) return;
    this.#chosen = undefined;
    this.#look();
  }

  override cancel(): void {
    this.#chosen = undefined;
    this.#look();
  }

  override refresh(): void {
    this.#look();
  }

  #gesture(): PointerGesture {
    return {
      kind: 'pointer',
      cursor: this.#pointed ? 'pointer' : 'default',
      onMove: (spot) => {
        const pair = this.#pairAt(spot);
        if (pair?.join() === this.#pointed?.join()) return;
        this.#pointed = pair;
        this.#look();
      },
      onClick: (spot) => {
        this.#chosen = this.#pairAt(spot);
        this.#look();
        if (!this.#chosen && this.#isOutline(spot)) this.show({ ...this.view, refusal: OUTLINE });
      },
    };
  }

  #isOutline(spot: Spot): boolean {
    const { ground } = this.place.session;
    const edge = nearestEdge(ground, spot, BORDER_PIXELS, () => true)?.edge;
    if (!edge) return false;
    const [ax, ay, bx, by] = edge;
    return ground.isOutlineEdge(ax, ay, bx, by) || ground.isOutlineEdge(bx, by, ax, ay);
  }

  /** The two grids whose border is under the pointer. */
  #pairAt(spot: Spot): readonly [string, string] | undefined {
    const { ground } = this.place.session;
    const near = nearestEdge(ground, spot, BORDER_PIXELS, () => true);
    if (!near) return undefined;
    const [ax, ay, bx, by] = near.edge;
    const [one, other] = [ground.leftOfEdge(ax, ay, bx, by)?.code, ground.leftOfEdge(bx, by, ax, ay)?.code];
    if (one === undefined || other === undefined) return undefined;
    return one < other ? [one, other] : [other, one];
  }

  #trial(): Trial | undefined {
    if (!this.#chosen) return undefined;
    return this.place.session.try({ op: 'simplifyBorder', between: [...this.#chosen], toleranceMetres: this.#metres });
  }

  #look(): void {
    const trial = this.#trial();
    this.show({
      gesture: this.#gesture(),
      sketch: { lines: [...this.#lines(this.#chosen, 5), ...this.#lines(this.#pointed, 3.5)] },
      draft: trial?.change && draftOf(trial.change, this.place.session.ground),
      change: trial?.change,
      refusal: trial?.refusal,
      chosen: this.#chosen,
      isReady: trial?.change !== undefined,
      isBusy: this.#chosen !== undefined,
    });
  }

  #lines(pair: readonly [string, string] | undefined, width: number): NonNullable<Sketch['lines']> {
    if (!pair) return [];
    const [one, other] = pair.map((code) => this.place.session.ground.find(code)?.area);
    return (one && other ? sharedBorder(one, other) : []).map((run) => ({
      path: Array.from({ length: run.length / 2 }, (_, i) =>
        positionOf(run[2 * i] as number, run[2 * i + 1] as number),
      ),
      tone: 'open' as const,
      width,
    }));
  }
}
