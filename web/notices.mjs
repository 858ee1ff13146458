/**
 * Writes what others' work the product is made of, from the lock file and the packages themselves: THIRD-PARTY.md for those who
 * install it, and web/public/third-party.json for the box that tells of it. Run after every change of a package: npm run notices.
 * Own code rather than a licence checker: those list what is installed, and here the browser's packages stand among those for
 * development, because they end in the built files.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LICENCE_FILE = /^(licen[cs]e|copying|notice|unlicense)([-.].*)?$/i;

/** What is compiled into packages whose own licence does not say so. */
const INSIDE = {
  '@electric-sql/pglite': [['PostgreSQL 18', 'PostgreSQL', 'https://github.com/electric-sql/postgres-pglite']],
  '@electric-sql/pglite-postgis': [
    ['PostGIS 3.6', 'GPL-2.0-or-later', 'https://git.osgeo.org/gitea/postgis/postgis'],
    ['GEOS 3.14', 'LGPL-2.1-or-later', 'https://github.com/libgeos/geos'],
    ['PROJ', 'MIT', 'https://github.com/OSGeo/PROJ'],
    ['GDAL 3.11', 'MIT', 'https://github.com/OSGeo/gdal'],
    ['LibTIFF 4.7', 'libtiff', 'https://gitlab.com/libtiff/libtiff'],
    ['FlatGeobuf and FlatBuffers', 'BSD-2-Clause and Apache-2.0', 'https://github.com/flatgeobuf/flatgeobuf'],
    ['SQLite', 'Public domain', 'https://www.sqlite.org'],
    ['libxml2', 'MIT', 'https://gitlab.gnome.org/GNOME/libxml2'],
    ['json-c', 'MIT', 'https://github.com/json-c/json-c'],
  ],
  'gdal3.js': [
    ['GDAL 3.8.4', 'MIT', 'https://github.com/OSGeo/gdal'],
    ['PROJ 9.3.1', 'MIT', 'https://github.com/OSGeo/PROJ'],
    ['GEOS 3.12.1', 'LGPL-2.1-or-later', 'https://github.com/libgeos/geos'],
    [
      'SpatiaLite 5.1.0',
      'MPL-1.1 or GPL-2.0-or-later or LGPL-2.1-or-later',
      'https://www.gaia-gis.it/fossil/libspatialite',
    ],
    ['SQLite 3.45.1', 'Public domain', 'https://www.sqlite.org'],
    ['libgeotiff 1.7.1', 'MIT', 'https://github.com/OSGeo/libgeotiff'],
    ['LibTIFF 4.6.0', 'libtiff', 'https://gitlab.com/libtiff/libtiff'],
    ['libwebp 1.3.2', 'BSD-3-Clause', 'https://chromium.googlesource.com/webm/libwebp'],
    ['Expat 2.6.0', 'MIT', 'https://github.com/libexpat/libexpat'],
    ['zlib 1.3.1', 'Zlib', 'https://www.zlib.net'],
    ['libiconv 1.17', 'LGPL-2.1-or-later', 'https://www.gnu.org/software/libiconv'],
  ],
};

/** What a file of ours imports from packages. */
function packagesIn(file) {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const names = [
    ...module.staticImports.filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType)),
    ...module.staticExports.flatMap(({ entries }) => entries.filter(({ moduleRequest }) => moduleRequest)),
  ].map(({ moduleRequest }) => moduleRequest.value);
  return names
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}

function bundledPackages() {
  return ['web', 'server/core']
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((name) => join(ROOT, folder, name)))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
    .flatMap(packagesIn);
}

/** The lock file's entry that a package finds under a name: its own, else the next one outwards. */
function found(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return null;
  }
}

/** The paths of all packages that run in the service or in the browser. */
function shippedPaths(lock) {
  const { packages } = lock;
  const paths = new Set();
  const take = (from, names) => {
    for (const name of names) {
      const path = found(packages, from, name);
      // Not installed: an optional peer.
      if (path === null || paths.has(path)) continue;
      // One build of a package for each kind of machine: told of with the package that chooses among them.
      if (packages[path].os || packages[path].cpu) continue;
      paths.add(path);
      const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta = {} } = packages[path];
      const peers = Object.keys(peerDependencies ?? {}).filter((peer) => !peerDependenciesMeta[peer]?.optional);
      take(path, [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]);
    }
  };
  take('', [...Object.keys(packages[''].dependencies), ...bundledPackages()]);
  return [...paths];
}

const licenceOf = ({ license, licenses }) =>
  (typeof license === 'string' ? license : (license?.type ?? licenses?.map(({ type }) => type).join(' or '))) ||
  'see its text';

function homeOf({ homepage, repository }) {
  const url = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  return url
    .replace(/^git\+/, '')
    .replace(/^git:/, 'https:')
    .replace(/\.git(#.*)?$/, '');
}

/** The texts a package gives its licence in. */
const textsOf = (folder) =>
  readdirSync(folder)
    .filter((name) => LICENCE_FILE.test(name))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());

/** All packages that are shipped, by name, and the texts of their licences, each once. */
export function collectNotices() {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const texts = [];
  const packages = shippedPaths(lock)
    .filter((path) => existsSync(join(ROOT, path)))
    .map((path) => {
      const described = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'));
      const own = textsOf(join(ROOT, path)).map((text) => {
        if (!texts.includes(text)) texts.push(text);
        return texts.indexOf(text);
      });
      const { name, version } = described;
      const inside = (INSIDE[name] ?? []).map(([what, licence, source]) => ({ name: what, licence, source }));
      return {
        name,
        version,
        licence: licenceOf(described),
        home: homeOf(described),
        texts: own,
        ...(inside.length > 0 && { inside }),
      };
    })
    .toSorted((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1))
    .filter((one, index, all) => one.name !== all[index - 1]?.name || one.version !== all[index - 1]?.version);
  return { packages, texts };
}

export function asMarkdown({ packages, texts }) {
  const lines = packages.flatMap(({ name, version, licence, home, texts: own, inside = [] }) => [
    `- **${name}** ${version}: ${licence}${own.length > 0 ? ` (${own.map((index) => `[text ${index + 1}](#text-${index + 1})`).join(', ')})` : ''}${home ? `. <${home}>` : ''}`,
    ...inside.map((part) => `  - has ${part.name} in it: ${part.licence}; source at <${part.source}>`),
  ]);
  return [
    '# What others made',
    '',
    'Gridwarden runs with the work below. This file is written by `npm run notices` from the lock file and the packages themselves.',
    'The embedded database is PostgreSQL with PostGIS, which is under the GPL: whoever passes the product on passes on its source too, or says',
    'where it is to be had. With `DATABASE_URL` it is not used. Debian packages (PostgreSQL, Redis, nginx) are not part of the product.',
    '',
    ...lines,
    '',
    ...texts.flatMap((text, index) => [`## Text ${index + 1}`, '', '```', text, '```', '']),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const notices = collectNotices();
  writeFileSync(join(ROOT, 'web/public/third-party.json'), `${JSON.stringify(notices)}\n`);
  writeFileSync(join(ROOT, 'THIRD-PARTY.md'), asMarkdown(notices));
  console.log(`${notices.packages.length} packages, ${notices.texts.length} texts`);
}
