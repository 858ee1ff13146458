import { boundingBox } from '../../../../server/core/geometry/lattice.ts';
import type { DrawGesture, Position } from '../../../map/scene.ts';
import { sizeOf } from '../figures/shownAreas.ts';
import { gridAt, latticeOf } from '../map/nearby.ts';
import type { Trial } from '../session/trial.ts';
import { draftOf, Tool, type Workplace } from './tool.ts';

/** Passes ground to the grid in which a lasso begins: whatever else it surrounds. */
export class TransferTool extends Tool {
  #drawings = 0;
  #trial: Trial | undefined;

  constructor(place: Workplace) {
    super(place, { gesture: { kind: 'lasso', key: 'first', onChange: () => undefined } });
    this.#begin();
  }

  override confirm(): void {
    const trial = this.#trial;
    if (!trial?.change) return;
    this.#begin();
    if (this.carryOut(trial)) this.place.select(trial.edit.op === 'transfer' ? trial.edit.to : undefined);
  }

  override cancel(): void {
    this.#begin();
  }

  #begin(): void {
    this.#drawings++;
    this.#trial = undefined;
    this.show({ gesture: this.#gesture() });
  }

  #gesture(): DrawGesture {
    return {
      kind: 'lasso',
      key: String(this.#drawings),
      onChange: (points, isDone) => {
        if (isDone) this.#close(points);
        else if (points.length > 1 && !this.#trial) this.#draw(points);
      },
    };
  }

  #draw(points: readonly Position[]): void {
    this.show({
      gesture: this.view.gesture,
      sketch: { lines: [{ path: points, tone: 'open' }] },
      isBusy: true,
    });
  }

  #close(points: readonly Position[]): void {
    const trial = this.#meant(points);
    this.#drawings++;
    this.#trial = trial;
    this.show({
      gesture: this.#gesture(),
      sketch: { lines: [{ path: points, tone: trial.change ? 'mark' : 'bad', width: 1.5 }] },
      draft: trial.change && draftOf(trial.change, this.place.session.ground),
      change: trial.change,
      refusal: trial.refusal,
      isReady: trial.change !== undefined,
      isBusy: true,
    });
    if (!trial.change) this.#trial = undefined;
  }

  /** From the grid that would give most: one at a time, so that each step can be undone by itself. */
  #meant(points: readonly Position[]): Trial {
    const { session } = this.place;
    const to = gridAt(session.ground, points[0] as Position)?.code ?? '';
    const area = { type: 'Polygon', coordinates: [closed(points)] };
    const box = boundingBox([[Int32Array.from(points.flatMap(latticeOf))]]);
    const trials = session.ground
      .near(box)
      .filter(({ code }) => code !== to)
      .map(({ code }) => session.try({ op: 'transfer', from: code, to, area }));
    const possible = trials.filter(({ change }) => change).sort((a, b) => this.#passed(b, to) - this.#passed(a, to));
    const telling = trials.find(({ refusal }) => refusal && refusal.reason !== 'area-covers-nothing');
    return possible[0] ?? telling ?? trials[0] ?? session.try({ op: 'transfer', from: to, to, area });
  }

  #passed({ change }: Trial, to: string): number {
    const after = change?.put.find(({ code }) => code === to)?.area;
    const before = this.place.session.ground.find(to)?.area;
    return after && before ? sizeOf(after) - sizeOf(before) : 0;
  }
}

function closed(points: readonly Position[]): number[][] {
  const ring = points.map((at) => [...at]);
  const [first, last] = [ring[0], ring.at(-1)];
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) ring.push([...first]);
  return ring;
}
