import { setTimeout as sleep } from 'node:timers/promises';
import { type BuiltServer, startBuilt } from './builtServer.ts';
import type { Row } from './measure.ts';

/** No check may take longer than this, nor hold other requests longer than that. */
const MOST_SECONDS = 10;
const MOST_HELD_MILLISECONDS = 100;

type Ring = [number, number][];
const [WEST, SOUTH] = [109.1, 34.3];
const onLattice = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;
const at = (east: number, north: number): [number, number] => [onLattice(WEST + east), onLattice(SOUTH + north)];

/** Triangles that have one corner in common and overlap each other, as a fan held open. */
const fan = (count: number): Ring[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = (i * 5.6) / count;
    const blade = (turn: number) => at(0.02 * Math.cos(angle + turn), 0.02 * Math.sin(angle + turn));
    return [at(0, 0), blade(0), blade(0.5)];
  });

const square = (east: number, north: number, width: number, height: number): Ring => [
  at(east, north),
  at(east + width, north),
  at(east + width, north + height),
  at(east, north + height),
];

/** Squares, each a little beside the one before. */
const shifted = (count: number): Ring[] =>
  Array.from({ length: count }, (_, i) => square(i * 37e-7, i * 23e-7, 0.01, 0.01));

/** Strips that run across each other. */
const strips = (count: number): Ring[] =>
  Array.from({ length: count }, (_, i) => i * 1e-4).flatMap((place) => [
    square(0, place, 0.03, 5e-5),
    square(place, 0, 5e-5, 0.03),
  ]);

/** Two combs, the teeth of one between those of the other. */
const combs = (teeth: number): Ring[] =>
  [0, 5e-6].map((shift): Ring => {
    const points = Array.from({ length: 2 * teeth }, (_, i) => at(i * 1e-5 + shift, (i % 2) * 0.01));
    return [...points, at(2e-5 * teeth, -0.01), at(0, -0.01)];
  });

/** Squares side by side with many corners each, sound and large. */
const mesh = (side: number, corners: number): Ring[] =>
  Array.from({ length: side * side }, (_, i) => {
    const [east, north] = [(i % side) * 1e-3, Math.floor(i / side) * 1e-3];
    const edge = (from: [number, number], to: [number, number]): Ring =>
      Array.from({ length: corners }, (_k, c) =>
        at(from[0] + ((to[0] - from[0]) * c) / corners, from[1] + ((to[1] - from[1]) * c) / corners),
      );
    const [e, n] = [east + 1e-3, north + 1e-3];
    return [
      ...edge([east, north], [e, north]),
      ...edge([e, north], [e, n]),
      ...edge([e, n], [east, n]),
      ...edge([east, n], [east, north]),
    ];
  });

const SHAPES: [string, () => Ring[]][] = [
  ['fan of 1,000 triangles', () => fan(1000)],
  ['fan of 2,000 triangles', () => fan(2000)],
  ['fan of 50,000 triangles', () => fan(50_000)],
  ['3,000 shifted squares', () => shifted(3000)],
  ['50,000 shifted squares', () => shifted(50_000)],
  ['300 × 300 strips', () => strips(300)],
  ['2 combs of 50,000 teeth', () => combs(50_000)],
  ['10,000 sound squares, 400,000 vertices', () => mesh(100, 10)],
];

/**
 * How long the check of the worst shapes takes that one may send, 10 MB or 400,000 vertices at the most, and how long other people's
 * lookups are held meanwhile: on the server as it is shipped.
 */
export async function benchWorstShapes(): Promise<Row[]> {
  const server = await startBuilt({ DEMO: '1' });
  try {
    const cookie = await server.signIn('planner');
    const rows: Row[] = [];
    for (const [name, shapes] of SHAPES) rows.push(...(await benchShape(server, cookie, name, shapes())));
    return rows;
  } finally {
    await server.stop();
  }
}

async function benchShape(server: BuiltServer, cookie: string, name: string, rings: readonly Ring[]): Promise<Row[]> {
  const features = rings.map((ring, i) => ({
    type: 'Feature',
    properties: { code: String(i) },
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] },
  }));
  const body = JSON.stringify({ features: { type: 'FeatureCollection', features } });
  const base = `http://127.0.0.1:${server.port}/api/v1`;
  const held: number[] = [];
  let isDone = false;
  const others = (async () => {
    while (!isDone) {
      const start = performance.now();
      const answer = await fetch(`${base}/lookup?lng=109.06&lat=34.28`, { headers: { cookie } });
      await answer.arrayBuffer();
      held.push(performance.now() - start);
      await sleep(5);
    }
  })();
  const start = performance.now();
  const answer = await fetch(`${base}/coverage/validate`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body,
  });
  await answer.arrayBuffer();
  const seconds = (performance.now() - start) / 1000;
  isDone = true;
  await others;
  const size = `${name}, ${(body.length / 1e6).toFixed(1)} MB`;
  const longest = held.toSorted((a, b) => a - b)[Math.floor(held.length * 0.99)] ?? 0;
  return [
    {
      what: 'check over HTTP',
      size,
      ours: seconds,
      unit: 's',
      target: `≤ ${MOST_SECONDS} s, 200`,
      met: answer.ok && seconds <= MOST_SECONDS,
    },
    {
      what: 'others’ lookups meanwhile, p99',
      size,
      ours: longest,
      unit: 'ms',
      target: `≤ ${MOST_HELD_MILLISECONDS} ms`,
      met: longest <= MOST_HELD_MILLISECONDS,
    },
  ];
}
