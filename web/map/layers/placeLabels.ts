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
  const taken = new Map<string, PixelBox[]>();
  const placed: Label[] = [];
  for (const label of labels.toSorted((a, b) => b.priority - a.priority)) {
    const box = pixelBox(label, zoom);
    const cells = cellsOf(box);
    if (cells.some((cell) => taken.get(cell)?.some((other) => overlap(box, other)))) continue;
    for (const cell of cells) {
      const boxes = taken.get(cell);
      if (boxes) boxes.push(box);
      else taken.set(cell, [box]);
    }
    placed.push(label);
  }
  return placed;
}

/** Whether a label has room at a zoom beside boxes that stand whatever comes, themselves apart or not. */
export function hasRoom(label: LabelBox, standing: readonly LabelBox[], zoom: number): boolean {
  const box = pixelBox(label, zoom);
  return !standing.some((other) => overlap(box, pixelBox(other, zoom)));
}

/** A label's middle and half its size with its air, in pixels. */
interface PixelBox {
  x: number;
  y: number;
  w: number;
  h: number;
}

function pixelBox(label: LabelBox, zoom: number): PixelBox {
  const worldPixels = 512 * 2 ** zoom;
  return {
    x: ((label.lng + 180) / 360) * worldPixels,
    y: mercatorY(label.lat) * worldPixels,
    w: label.widthPixels / 2 + AIR,
    h: label.heightPixels / 2 + AIR,
  };
}

function overlap(a: PixelBox, b: PixelBox): boolean {
  return Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;
}

function cellsOf(box: PixelBox): string[] {
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
