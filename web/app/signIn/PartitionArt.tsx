import { UNIT_COLOURS } from '../../ui/tokens.ts';

const COLUMNS = 9;
const ROWS = 8;
const STEP = 100;

/** A corner of the picture's mosaic, moved off its place by a fixed amount, so that the picture is always the same. */
function corner(column: number, row: number): string {
  const turn = Math.sin(column * 12.9898 + row * 78.233) * 43758.5453;
  const other = Math.sin(column * 39.3468 + row * 11.135) * 24634.6345;
  const dx = (turn - Math.floor(turn) - 0.5) * 62;
  const dy = (other - Math.floor(other) - 0.5) * 62;
  return `${(column * STEP + dx).toFixed(1)} ${(row * STEP + dy).toFixed(1)}`;
}

/** The sign-in page's picture: a mosaic in the units' colours whose cells share every corner. */
export function PartitionArt() {
  const cells = [];
  for (let row = -1; row < ROWS; row++) {
    for (let column = -1; column < COLUMNS; column++) {
      const colour = UNIT_COLOURS[(Math.floor((column + 1) / 3) + 2 * Math.floor((row + 1) / 3)) % UNIT_COLOURS.length];
      const ring = [corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1)];
      const lit = (column * 7 + row * 5) % 6 === 0;
      cells.push(
        <path key={`${column}:${row}`} d={`M${ring.join('L')}Z`} fill={colour} fillOpacity={lit ? 0.42 : 0.2} />,
      );
    }
  }
  return (
    <svg className="partition-art" viewBox="0 0 800 700" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <g stroke="#7FA6FF" strokeOpacity="0.5" strokeWidth="1.6" strokeLinejoin="round">
        {cells}
      </g>
    </svg>
  );
}
