/**
 * Which rings of a polygon hang together by touching. Rings and touch points form a graph; the polygon's inside is connected
 * exactly when that graph has no circle, so each new touch must join rings that did not hang together before.
 */
export class TouchForest {
  readonly #polygonOfRing: Int32Array;
  readonly #root: Int32Array;

  constructor(polygonOfRing: Int32Array) {
    this.#polygonOfRing = polygonOfRing;
    this.#root = Int32Array.from(polygonOfRing, (_, ring) => ring);
  }

  /** Joins the rings that meet in one point; false when two of one polygon hung together already. */
  join(rings: readonly number[]): boolean {
    const first = new Map<number, number>();
    for (const ring of rings) {
      const polygon = this.#polygonOfRing[ring] as number;
      const other = first.get(polygon);
      if (other === undefined) {
        first.set(polygon, ring);
        continue;
      }
      const a = this.#find(ring);
      const b = this.#find(other);
      if (a === b) return false;
      this.#root[a] = b;
    }
    return true;
  }

  #find(ring: number): number {
    let at = ring;
    while (this.#root[at] !== at) {
      this.#root[at] = this.#root[this.#root[at] as number] as number;
      at = this.#root[at] as number;
    }
    return at;
  }
}
