/**
 * GCJ-02 and BD-09 written down from their published descriptions, to judge the product's conversion by: no code is shared with it or
 * with the library it uses. Longitude before latitude, degrees.
 */

type Position = readonly [number, number];

/** The Krasovsky ellipsoid, on which GCJ-02 is defined. */
const SEMI_MAJOR_METRES = 6378245;
const ECCENTRICITY_SQUARED = 0.006693421622965943;

const waves = (terms: readonly (readonly [amplitude: number, perHalfTurn: number])[], value: number): number =>
  terms.reduce((sum, [amplitude, period]) => sum + (2 / 3) * amplitude * Math.sin((value * Math.PI) / period), 0);

const SHORT_WAVES = [
  [20, 1 / 6],
  [20, 1 / 2],
] as const;

/** WGS84 to GCJ-02 within the box it shifts. */
export function publishedGcj02([longitude, latitude]: Position): Position {
  const [x, y] = [longitude - 105, latitude - 35];
  const eastMetres =
    300 +
    x +
    2 * y +
    0.1 * x ** 2 +
    0.1 * x * y +
    0.1 * Math.abs(x) ** 0.5 +
    waves([...SHORT_WAVES, [20, 1], [40, 3], [150, 12], [300, 30]], x);
  const northMetres =
    -100 +
    2 * x +
    3 * y +
    0.2 * y ** 2 +
    0.1 * x * y +
    0.2 * Math.abs(x) ** 0.5 +
    waves(SHORT_WAVES, x) +
    waves(
      [
        [20, 1],
        [40, 3],
        [160, 12],
        [320, 30],
      ],
      y,
    );
  const radians = (latitude / 180) * Math.PI;
  const flattened = 1 - ECCENTRICITY_SQUARED * Math.sin(radians) ** 2;
  const primeVertical = SEMI_MAJOR_METRES / flattened ** 0.5;
  const meridional = (SEMI_MAJOR_METRES * (1 - ECCENTRICITY_SQUARED)) / flattened ** 1.5;
  const degrees = 180 / Math.PI;
  return [
    longitude + (eastMetres / (primeVertical * Math.cos(radians))) * degrees,
    latitude + (northMetres / meridional) * degrees,
  ];
}

/** GCJ-02 to BD-09: turned and stretched about the origin, then moved. */
export function publishedBd09([longitude, latitude]: Position): Position {
  const wave = (value: number) => (value * Math.PI * 3000) / 180;
  const radius = Math.hypot(longitude, latitude) + 0.00002 * Math.sin(wave(latitude));
  const angle = Math.atan2(latitude, longitude) + 0.000003 * Math.cos(wave(longitude));
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
}
