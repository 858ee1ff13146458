/** A label that wants a place: its anchor, its box in pixels around the anchor, and who goes first. */
export interface LabelBox {
  lng: number;
  lat: number;
  widthPixels: number;
  heightPixels: number;
  /** Higher goes first. */
  priority: number;
}

/** Pixels of air between two labels. */
const AIR = 4;

/** Pixels a cell of the occupancy table is wide; about one label. */
const CELL = 96;

/**
 * The labels that can stand together at a zoom without overlapping, by priority. Tried and dropped: deck.gl's
 * CollisionFilterExtension, which does not keep priorities across several text layers (deck.gl issue 9479) and hides single
 * letters. Boxes keep their size in pixels, so what fits at a zoom fits at every nearer one.
 */
export function placeLabels<Label extends LabelBox>(labels: readonly Label[], zoom: number): Label[] {
  const worldPixels = 512 * 2 ** zoom;
  const taken = new Map<string, { x: number; y: number; w: number; h: number }[]>();
  const placed: Label[] = [];
  for (const label of labels.toSorted((a, b) => b.priority - a.priority)) {
    const box = {
      x: ((label.lng + 180) / 360) * worldPixels,
      y: mercatorY(label.lat) * worldPixels,
      w: label.widthPixels / 2 + AIR,
      h: label.heightPixels / 2 + AIR,
    };
    const cells = cellsOf(box);
    const clash = cells.some((cell) =>
      taken
        .get(cell)
        ?.some((other) => Math.abs(box.x - other.x) < box.w + other.w && Math.abs(box.y - other.y) < box.h + other.h),
    );
    if (clash) continue;
    for (const cell of cells) {
      const boxes = taken.get(cell);
      if (boxes) boxes.push(box);
      else taken.set(cell, [box]);
    }
    placed.push(label);
  }
  return placed;
}

function cellsOf(box: { x: number; y: number; w: number; h: number }): string[] {
  const cells: string[] = [];
  for (let x = Math.floor((box.x - box.w) / CELL); x <= Math.floor((box.x + box.w) / CELL); x++)
    for (let y = Math.floor((box.y - box.h) / CELL); y <= Math.floor((box.y + box.h) / CELL); y++)
      cells.push(`${x}:${y}`);
  return cells;
}

/** Web Mercator's vertical share of the world, 0 at the top. */
function mercatorY(latitude: number): number {
  const radians = (latitude * Math.PI) / 180;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI);
}

/** A text's width in pixels, near enough to keep labels apart: Chinese characters are square, others about 0.6 wide. */
export function textWidth(text: string, fontPixels: number): number {
  let ems = 0;
  for (const character of text) ems += character.charCodeAt(0) > 0x2e7f ? 1 : 0.6;
  return ems * fontPixels;
}
