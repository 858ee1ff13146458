import Flatbush from 'flatbush';
import { latticePoint } from '../../../../server/core/geometry/exactPoint.ts';
import { type Area, boundingBox, toUnits } from '../../../../server/core/geometry/lattice.ts';
import { WindingIndex } from '../../../../server/core/geometry/windingIndex.ts';
import type { CompactPlaces } from '../../../../server/core/places/schemas.ts';
import { sizeOf } from './shownAreas.ts';

/** What is counted in a grid. */
export interface GridFigures {
  area: number;
  businesses: number;
  addresses: number;
}

/** What can be counted, in the order it is shown. */
export const MEASURES = ['businesses', 'addresses', 'area'] as const;

/** Weighted points that can be counted by area. */
class Points {
  readonly #x: Int32Array;
  readonly #y: Int32Array;
  readonly #weight: Float64Array;
  readonly #index: Flatbush | null;

  constructor({ points }: Pick<CompactPlaces, 'points'>) {
    this.#x = Int32Array.from(points, ([lng]) => toUnits(lng as number));
    this.#y = Int32Array.from(points, ([, lat]) => toUnits(lat as number));
    this.#weight = Float64Array.from(points, ([, , weight]) => weight as number);
    this.#index = points.length > 0 ? new Flatbush(points.length, 16, Float64Array) : null;
    for (let i = 0; i < points.length; i++) this.#index?.add(this.#x[i] as number, this.#y[i] as number);
    this.#index?.finish();
  }

  /** The weight of the points an area owns, by the half-open rule of point location. */
  within(area: Area, index: WindingIndex): number {
    let sum = 0;
    for (const i of this.#index?.search(...boundingBox(area)) ?? [])
      if (index.windingBeside(latticePoint(this.#x[i] as number, this.#y[i] as number), 0, -1) > 0)
        sum += this.#weight[i] as number;
    return sum;
  }
}

/** Counts what lies in grids, each area once: an edit costs the counting of the grids it changes. */
export class Figures {
  readonly #businesses: Points;
  readonly #addresses: Points;
  readonly #known = new WeakMap<Area, GridFigures>();
  readonly #within: string | undefined;

  /** `within`: the code all counted places lie in; undefined where the reader may count none. */
  constructor(
    businesses: Pick<CompactPlaces, 'points'>,
    addresses: Pick<CompactPlaces, 'points'>,
    within: string | undefined,
  ) {
    this.#within = within;
    this.#businesses = new Points(businesses);
    this.#addresses = new Points(addresses);
  }

  /** What is known of a unit's or a grid's load: where its places may not be seen, only its area. */
  measuresOf(code: string): readonly (keyof GridFigures)[] {
    return this.#within !== undefined && code.startsWith(this.#within) ? MEASURES : ['area'];
  }

  of(area: Area): GridFigures {
    const known = this.#known.get(area);
    if (known) return known;
    const index = new WindingIndex(area);
    const figures = {
      area: sizeOf(area),
      businesses: this.#businesses.within(area, index),
      addresses: this.#addresses.within(area, index),
    };
    this.#known.set(area, figures);
    return figures;
  }
}
