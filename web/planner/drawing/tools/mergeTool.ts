import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import type { Sketch, Spot } from '../../../map/scene.ts';
import { gridAt } from '../map/nearby.ts';
import type { Trial } from '../session/trial.ts';
import { draftOf, Tool, type ToolView, type Workplace } from './tool.ts';

/** Merges the grids that are clicked; the first one keeps its code and name. */
export class MergeTool extends Tool {
  #chosen: readonly string[] = [];
  #pointed: string | undefined;

  constructor(place: Workplace) {
    super(place, { gesture: { kind: 'pointer', cursor: 'pointer' } });
    this.#look();
  }

  override confirm(): void {
    const trial = this.#trial();
    if (!trial || !this.carryOut(trial)) return;
    this.place.select(this.#chosen[0]);
    this.#chosen = [];
    this.#look();
  }

  override cancel(): void {
    this.#chosen = [];
    this.#look();
  }

  override refresh(): void {
    this.#chosen = this.#chosen.filter((code) => this.place.session.ground.find(code));
    this.#look();
  }

  /** Makes a chosen grid the one that keeps its code. */
  keep(code: string): void {
    this.#chosen = [code, ...this.#chosen.filter((other) => other !== code)];
    this.#look();
  }

  #click({ at }: Spot): void {
    const code = gridAt(this.place.session.ground, at)?.code;
    if (code === undefined) return;
    const isChosen = this.#chosen.includes(code);
    this.#chosen = isChosen ? this.#chosen.filter((other) => other !== code) : [...this.#chosen, code];
    this.#look();
  }

  #point({ at }: Spot): void {
    const code = gridAt(this.place.session.ground, at)?.code;
    if (code === this.#pointed) return;
    this.#pointed = code;
    this.#look();
  }

  #trial(): Trial | undefined {
    const grids = [...this.#chosen];
    const [keep] = grids;
    return keep === undefined || grids.length < 2 ? undefined : this.place.session.try({ op: 'merge', grids, keep });
  }

  #look(): void {
    const trial = this.#trial();
    const view: ToolView = {
      gesture: {
        kind: 'pointer',
        cursor: 'pointer',
        onClick: (spot) => this.#click(spot),
        onMove: (spot) => this.#point(spot),
      },
      sketch: { areas: this.#areas(trial?.change !== undefined) },
      draft: trial?.change && draftOf(trial.change, this.place.session.ground),
      change: trial?.change,
      refusal: trial?.refusal,
      chosen: this.#chosen,
      isReady: trial?.change !== undefined,
      isBusy: this.#chosen.length > 0,
    };
    this.show(view);
  }

  #areas(isDrafted: boolean): NonNullable<Sketch['areas']> {
    const shown = isDrafted ? [] : [...this.#chosen];
    if (this.#pointed !== undefined && !this.#chosen.includes(this.#pointed)) shown.push(this.#pointed);
    return shown.flatMap((code) => {
      const area = this.place.session.ground.find(code)?.area;
      return area
        ? [{ geometry: toGeoJson(area), tone: this.#chosen.includes(code) ? ('mark' as const) : ('open' as const) }]
        : [];
    });
  }
}
