/**
 * A member who sends the worst a member may, from a thread of its own, so that what it costs to make and to send is not taken for what it
 * costs to answer: several connections, each the next request as soon as the one before is answered, until it is told to stop.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { deflateRawSync } from 'node:zlib';

const { base, cookie, attack, connections } = workerData;
const MEBIBYTE = 1024 * 1024;
const [WEST, SOUTH] = [109.1, 34.3];

const place = (east, north) => [Math.round((WEST + east) * 1e7) / 1e7, Math.round((SOUTH + north) * 1e7) / 1e7];
const collection = (rings) => ({
  type: 'FeatureCollection',
  features: rings.map((ring, i) => ({
    type: 'Feature',
    properties: { code: String(i) },
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] },
  })),
});

/** Triangles with one corner in common that overlap each other. */
const fan = (count) =>
  Array.from({ length: count }, (_, i) => {
    const blade = (turn) => place(0.02 * Math.cos((i * 5.6) / count + turn), 0.02 * Math.sin((i * 5.6) / count + turn));
    return [place(0, 0), blade(0), blade(0.5)];
  });
/** Squares, each a little beside the one before. */
const shifted = (count) =>
  Array.from({ length: count }, (_, i) => [
    place(i * 37e-7, i * 23e-7),
    place(i * 37e-7 + 0.01, i * 23e-7),
    place(i * 37e-7 + 0.01, i * 23e-7 + 0.01),
    place(i * 37e-7, i * 23e-7 + 0.01),
  ]);
/** One ring with as many corners as fit, as a comb. */
const comb = (teeth) => [
  [...Array.from({ length: teeth }, (_, i) => place(i * 1e-6, (i % 2) * 0.01)), place(teeth * 1e-6, -0.01)],
];

const json = (body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body });
const validate = (rings) => () => ['/coverage/validate', json(JSON.stringify({ features: collection(rings) }))];

/** A zip archive of one deflated file. */
function zipOf(name, content) {
  const packed = deflateRawSync(content);
  const crc = crc32(content);
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0);
  fixed.writeUInt16LE(8, 4);
  fixed.writeUInt32LE(crc, 10);
  fixed.writeUInt32LE(packed.length, 14);
  fixed.writeUInt32LE(content.length, 18);
  fixed.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fixed, Buffer.from(name), packed]);
  const directory = Buffer.concat([
    Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
    fixed,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, directory, end]);
}

function crc32(bytes) {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    let crc = n;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    return crc >>> 0;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

const file = (name, bytes) => () => {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  return ['/coverage/check-file', { method: 'POST', body: form }];
};
const get = (path) => () => [path, {}];

/** What is sent, by the name of the attack; made once. */
const ATTACKS = {
  fan: () => [validate(fan(60_000))],
  shifted: () => [validate(shifted(60_000))],
  corners: () => [validate(comb(700_000))],
  'a file of corners': () => [file('corners.geojson', Buffer.from(JSON.stringify(collection(comb(700_000)))))],
  'a packed file': () => [
    file('squares.zip', zipOf('a.geojson', Buffer.from(JSON.stringify(collection(shifted(100_000)))))),
  ],
  'deep and odd JSON': () => [
    () => ['/lookup/batch', json(`{"points":${'['.repeat(500_000)}`)],
    () => ['/lookup/batch', json(`{"points":[${'{"lng":109,"lat":34,"id":"\\u4e2d"},'.repeat(40_000)}{}]}`)],
    () => ['/coverage/validate', json(`{"features":${' '.repeat(15 * MEBIBYTE)}1}`)],
  ],
  'batches of 10,000': () => [
    () => [
      '/lookup/batch',
      json(
        JSON.stringify({
          points: Array.from({ length: 10_000 }, (_, i) => ({ lng: 109 + (i % 100) / 500, lat: 34.2 + i / 5e4 })),
        }),
      ),
    ],
  ],
  exports: () => ['gpkg', 'shp', 'kml', 'geojson'].map((format) => get(`/coverage/export?format=${format}&level=grid`)),
  'whole levels': () => [
    get('/coverage/areas?level=grid'),
    get('/generations/1/outline'),
    get('/generations/1/certificate'),
    get('/basemap'),
    get('/../../ogc/collections/grids/items?limit=1000'),
    get('/../openapi.json'),
  ],
};

const requests = ATTACKS[attack]().map((make) => make());
const statuses = {};
let stopped = false;
parentPort.on('message', () => {
  stopped = true;
});

async function send(first) {
  for (let n = first; !stopped; n++) {
    const [path, options] = requests[n % requests.length];
    try {
      const answer = await fetch(new URL(`/api/v1${path}`, base), {
        ...options,
        headers: { ...options.headers, cookie },
      });
      await answer.arrayBuffer();
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      // One that is refused comes again at once, as somebody with bad intent would.
    } catch {
      statuses['broken off'] = (statuses['broken off'] ?? 0) + 1;
    }
  }
}

parentPort.postMessage('begun');
await Promise.all(Array.from({ length: connections }, (_, n) => send(n)));
parentPort.postMessage(statuses);
