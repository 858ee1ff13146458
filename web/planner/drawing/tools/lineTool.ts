import type { DrawGesture, Position, Sketch, Spot, Tone } from '../../../map/scene.ts';
import type { Trial } from '../session/trial.ts';
import { type LineSnap, snapOfLine } from './lineSnap.ts';
import { alongStreets } from './streetLine.ts';
import { draftOf, Tool, type Workplace } from './tool.ts';

/** Reasons that only say that the line is not finished: no error yet, while it is being drawn. */
const UNFINISHED: ReadonlySet<string> = new Set([
  'line-without-length',
  'line-ends-inside',
  'line-parts-nothing',
  'no-common-border',
  'path-off-border',
  'path-closed',
  'no-such-grid',
]);

/** A tool that reads a line from the pointer and tries at every move what it would do. */
export abstract class LineTool extends Tool {
  #drawings = 0;
  /** All points, the last one where the pointer is. */
  #points: readonly Position[] = [];
  /** Points set before what is being drawn now: of a line that was taken up again. */
  #before: readonly Position[] = [];
  #snap: LineSnap | undefined;
  /** What each point was drawn to when it was set. */
  readonly #snaps = new Map<string, LineSnap['to']>();
  #isFree = false;
  #streets: boolean;

  constructor(place: Workplace, streets: boolean) {
    super(place, { gesture: { kind: 'line', key: 'first', onChange: () => undefined } });
    this.#streets = streets;
    this.show({ gesture: this.#gesture() });
  }

  /** What a line would do. */
  protected abstract meant(line: readonly Position[]): Trial;

  override follow(streets: boolean): void {
    this.#streets = streets;
    if (this.#points.length > 0) this.#look(this.#points);
  }

  override confirm(): void {
    this.#finish(this.#points, this.#points.slice(0, -1));
  }

  override cancel(): void {
    this.#begin();
  }

  /** Takes the point back that was set last. */
  override remove(): void {
    const set = this.#points.slice(0, -1);
    const at = this.#points.at(-1);
    if (set.length > 1 && at) this.#goOn(set.slice(0, -1), at);
    else this.#begin();
  }

  #gesture(): DrawGesture {
    const drawing = this.#drawings;
    return {
      kind: 'line',
      key: String(drawing),
      snap: (spot) => this.#drawTo(spot),
      // A line that is over is still told of until the next one begins.
      onChange: (points, isDone) => {
        if (drawing === this.#drawings && points.length > 0) this.#change([...this.#before, ...points], isDone);
      },
    };
  }

  #drawTo(spot: Spot): Position | undefined {
    this.#isFree = spot.shift;
    const start = this.#points.length > 3 ? this.#points[0] : undefined;
    this.#snap = snapOfLine(this.place, spot, start);
    if (this.#snap) this.#snaps.set(this.#snap.at.join(), this.#snap.to);
    if (this.#points.length === 0)
      this.show({ gesture: this.view.gesture, refusal: this.view.refusal, sketch: { corners: this.#corners([]) } });
    else if (this.#points.length === this.#before.length + 1) {
      // Taken up again: until the next click only the tool knows of the line.
      this.#points = [...this.#before, this.#snap?.at ?? spot.at];
      this.#look(this.#points);
    }
    return this.#snap?.at;
  }

  #change(points: readonly Position[], isDone: boolean): void {
    const grew = points.length > this.#points.length;
    this.#points = points;
    // A click repeats the point for the pointer to carry on with.
    const set = points.slice(0, -1);
    if (isDone) this.#finish(points, points);
    else if (grew && set.length > 1 && !this.#isFree && this.#endsThere(set)) this.#finish(set, set);
    else this.#look(points);
  }

  /** A click on a border ends the line by itself where that makes sense, and so does one on its own start. */
  #endsThere(set: readonly Position[]): boolean {
    const to = this.#snaps.get((set.at(-1) as Position).join());
    if (to !== 'corner' && to !== 'border' && to !== 'start') return false;
    return this.meant(this.#lineOf(set)).change !== undefined;
  }

  /** Carries out what the line means. One that means nothing yet stays, to be drawn on from the points that are set. */
  #finish(points: readonly Position[], set: readonly Position[]): void {
    const line = withoutRepeats(points);
    const at = line.at(-1);
    if (!at) return;
    const trial = line.length > 1 ? this.meant(this.#lineOf(line)) : undefined;
    if (trial?.change) {
      this.place.session.apply(trial.edit);
      this.#begin();
    } else {
      this.#goOn(withoutRepeats(set), at);
      this.show({ ...this.view, refusal: trial?.refusal });
    }
  }

  #begin(): void {
    this.#drawings++;
    this.#points = [];
    this.#before = [];
    this.#snaps.clear();
    this.#snap = undefined;
    this.show({ gesture: this.#gesture() });
  }

  /** Draws on from points that are set, the pointer being at another. */
  #goOn(set: readonly Position[], at: Position): void {
    this.#drawings++;
    this.#before = set;
    this.#points = [...set, at];
    this.show({ gesture: this.#gesture() });
    this.#look(this.#points);
  }

  #lineOf(points: readonly Position[]): readonly Position[] {
    const streets = this.#streets ? this.place.streets() : null;
    const line = withoutRepeats(points);
    return streets ? alongStreets(line, streets) : line;
  }

  #look(points: readonly Position[]): void {
    const line = this.#lineOf(points);
    const trial = line.length > 1 ? this.meant(line) : undefined;
    const isOpen = !trial || (trial.refusal && UNFINISHED.has(trial.refusal.reason));
    const tone: Tone = isOpen ? 'open' : trial.change ? 'good' : 'bad';
    this.show({
      gesture: this.view.gesture,
      sketch: { lines: [{ path: line, tone }], corners: this.#corners(points.slice(0, -1)) },
      draft: trial?.change && draftOf(trial.change, this.place.session.ground),
      change: trial?.change,
      refusal: isOpen ? undefined : trial.refusal,
      isReady: trial?.change !== undefined,
      isBusy: true,
    });
  }

  #corners(set: readonly Position[]): NonNullable<Sketch['corners']> {
    const snap = this.#snap;
    return [
      ...set.map((at) => ({ at, kind: 'new' as const })),
      ...(snap ? [{ at: snap.at, kind: 'snap' as const }] : []),
    ];
  }
}

const withoutRepeats = (points: readonly Position[]): Position[] =>
  points.filter(([lng, lat], i) => i === 0 || points[i - 1]?.[0] !== lng || points[i - 1]?.[1] !== lat);
