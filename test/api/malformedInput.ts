import fc from 'fast-check';

/** What no honest client sends: odd texts and numbers, bodies, queries, headers, forms and files. */

export const oddText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    'a\udc00b',
    '__proto__',
    'constructor',
    'NaN',
    'Infinity',
    '-0',
    '1e999',
    '0x10',
    '１２',
    '5'.repeat(400),
  ),
  fc.constantFrom(
    "'; DROP TABLE accounts; --",
    '../../../etc/passwd',
    '%',
    '%%',
    '<script>',
    '\u202e',
    '00000000-0000-4000-8000-000000000000',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const oddNumber = fc.oneof(
  fc.constantFrom(0, -1, 91, 181, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 109.0621),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** JSON with the names our bodies use, so that some of it comes past the first check. */
const names = [
  'username',
  'password',
  'name',
  'roles',
  'role',
  'scope',
  'expiresInDays',
  'current',
  'next',
  'active',
  'points',
  'lng',
  'lat',
  'id',
  'crs',
  'at',
  'parent',
  'features',
  'type',
  'geometry',
  'coordinates',
  'properties',
  'code',
];
const oddJson = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    oddText,
    oddNumber,
    fc.constantFrom(null, true, false, [], {}, 'FeatureCollection', 'Polygon', 'wgs84'),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: oddText }),
      tie('value'),
      { maxKeys: 6 },
    ),
  ),
})).value;

const json = (value: unknown): string => JSON.stringify(value) ?? 'null';
const truncated = fc
  .tuple(oddJson, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([value, part]) => json(value).slice(0, Math.floor(json(value).length * part)));
const literal = fc.constantFrom(
  '',
  '{',
  '[',
  '"',
  '{"a":',
  'NaN',
  '{"lng":1e999,"lat":-1e999}',
  '{"points":[{"lng":NaN,"lat":0}]}',
  "{'a':1}",
  '{"a":1,}',
  '\ufeff{}',
  '{"a":1}{"b":2}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"username":"a","username":"b","password":"c"}',
  '{"username":"\\u0000","password":"x"}',
  '{"username":"\\ud800","password":"\\udc00"}',
  '{"username":"admin\\u0000","password":"x"}',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  '{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000),
  `{"features":{"type":"FeatureCollection","features":${'['.repeat(60)}${']'.repeat(60)}}}`,
  '{"points":[' + '{"lng":1,"lat":2},'.repeat(20) + ']}',
  '{"expiresInDays":1e309}',
  '-',
  '00',
  '1e',
  '"\\x"',
  '"\\u12"',
);
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const utf16 = oddJson.map((value) => Buffer.from(json(value), 'utf16le'));
export const body = fc.oneof(
  { weight: 4, arbitrary: oddJson.map(json) },
  { weight: 2, arbitrary: truncated },
  { weight: 3, arbitrary: literal },
  bytes,
  utf16,
);

export const query = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          'lng',
          'lat',
          'crs',
          'accuracy',
          'at',
          'level',
          'within',
          'generation',
          'limit',
          'cursor',
          'from',
          'to',
          'format',
          'bbox',
          'f',
          'datetime',
          'offset',
          'crs',
        ),
        oddText,
      ),
      oddText,
    ),
    { maxLength: 5 },
  )
  .map((pairs) => pairs.map(([key, value]) => `${escapeLoosely(key)}=${escapeLoosely(value)}`).join('&'));

/** Like encodeURIComponent, but lets through what that refuses, as bytes that are no UTF-8. */
export function escapeLoosely(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80';
  }
}

const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'application/geo+json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=x',
  'application/xml',
  '',
  ';',
  'application/json;;;',
  'a'.repeat(2_000),
);
export const headers = fc.record(
  {
    'content-type': contentType,
    authorization: fc.constantFrom(
      'Bearer',
      'Bearer gw_',
      'Bearer gw_x y',
      'Basic',
      'Basic ====',
      'Basic Z3dfOg==',
      'Digest x',
      `Bearer gw_${'x'.repeat(4_000)}`,
    ),
    cookie: fc.constantFrom(
      'gw_session',
      'gw_session=',
      'gw_session=%',
      `gw_session=${'a'.repeat(43)}`,
      ';;;=;',
      `gw_session=${'b'.repeat(5_000)}`,
    ),
    accept: fc.constantFrom('', '*/*', 'text/html', 'application/xml;q=2', ',,,'),
    'if-none-match': fc.constantFrom('*', 'W/', '"'.repeat(100)),
    'content-encoding': fc.constantFrom('gzip', 'br', 'nonsense'),
    'accept-encoding': fc.constantFrom('', 'gzip;q=x', '*;q=0', 'br, gzip, deflate'),
    origin: fc.constantFrom('null', 'x', 'http://['),
    'x-forwarded-for': fc.constantFrom('999.1.1.1', '\u00e9', ',,'),
    range: fc.constantFrom('bytes=0-', 'bytes=9-1', 'x'),
  },
  { requiredKeys: [] },
);

export const TAKES_FORMS = /check-file|imports$|places$|\/import$/;
const square = '{"type":"Polygon","coordinates":[[[109,34],[109.1,34],[109.1,34.1],[109,34]]]}';

/** Beginnings by which formats are told, with nonsense behind them; whole files; and files that break off. */
const file = fc
  .tuple(
    fc.constantFrom(
      'PK\u0003\u0004',
      'PK\u0005\u0006',
      'SQLite format 3\u0000',
      'fgb\u0003fgb\u0000',
      '<kml><Placemark><coordinates>',
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "&a;">]><kml>&a;',
      '{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0,~1e9]]}},"arcs":[]}',
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":null,"geometry":${square}}]}`,
      square.replace('109.1', '1e999'),
      'lng,lat,name,weight\n109,34,=cmd|x,1\n91,181,,-1\n',
      '',
    ),
    fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 60 })),
    fc.nat(200),
  )
  .map(([start, rest, cut]) => (cut < 60 ? start.slice(0, cut) : start) + rest);
const part = fc
  .tuple(
    fc.constantFrom('file', 'parent', 'district', 'units', 'grids', 'crs', 'snapMetres', 'level', ''),
    file,
    fc.boolean(),
  )
  .map(
    ([name, content, isFile]) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"${isFile ? '; filename="a.geojson"' : ''}\r\n\r\n${content}\r\n`,
  );
export const form = fc
  .tuple(fc.array(part, { maxLength: 3 }), fc.constantFrom('--x--\r\n', '--x--', '', '--x\r\n'))
  .map(([parts, end]) => parts.join('') + end);
