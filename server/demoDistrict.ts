import { readFileSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { systemClock } from './clock/clock.ts';
import type { Named } from './core/coverage/model.ts';
import { readFeatures, refuseErrors } from './core/coverage/proof/validation.ts';
import { AreaReader } from './core/geometry/geoJson.ts';
import { StaffMember } from './core/people/staff.ts';
import { type BasemapFeature, replaceBasemap } from './coverage/basemapQueries.ts';
import { publish } from './coverage/publication.ts';
import { lockDistrict } from './coverage/publicationQueries.ts';
import { findGeneration } from './coverage/queries.ts';
import type { Tables } from './db/tables.ts';
import { inTransaction } from './db/transaction.ts';
import { demoFolder } from './files/demoFolder.ts';
import { replaceStaff } from './people/service.ts';
import { addDemoPlaces } from './places/demo.ts';

/** Whether the district has nothing published yet. */
export const isUnpublished = async (db: Kysely<Tables>, district: string): Promise<boolean> =>
  (await findGeneration(db, district, FIRST)) === undefined;

/** What the first generation of the demo says of itself. */
const DEMO_NOTE = '示范片区 · Demonstration district';
const FIRST = 1;

/** Whether the district began as the demo, be it by an earlier version that had fewer data. */
export async function isDemoPublished(db: Kysely<Tables>, district: string): Promise<boolean> {
  const first = await findGeneration(db, district, FIRST);
  return first?.publishedBy === 'system' && first.note === DEMO_NOTE;
}

/** Publishes the demo district (data/README.md) as the first generation, with its base map and its people. */
export async function loadDemo(db: Kysely<Tables>, district: string, now = systemClock()): Promise<void> {
  const folder = demoFolder();
  const read = (name: string): GeoJSON.FeatureCollection =>
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as GeoJSON.FeatureCollection;
  const reader = new AreaReader();
  const outline = readFeatures(read('district.geojson'), reader, '/district')[0]?.area ?? [];
  const grids = read('grids.geojson');
  const areas = readFeatures(grids, reader, '/grids');
  refuseErrors(reader);
  const names = namesIn(grids);
  await publish(
    db,
    {
      district: { code: district, name: namesIn(read('district.geojson'))[0]?.name ?? district },
      mandated: outline,
      units: namesIn(read('units.geojson')),
      grids: areas.map(({ area }, i) => ({ ...(names[i] as Named), area })),
      note: DEMO_NOTE,
      actor: 'system',
      address: null,
    },
    now,
  );
  const basemap = [...basemapOf(read('water.geojson'), 'river'), ...basemapOf(read('streets.geojson'), 'street')];
  const staff = JSON.parse(readFileSync(new URL('wardens.json', folder), 'utf8')) as StaffMember[];
  await inTransaction(db, async (trx) => {
    await lockDistrict(trx, district);
    await replaceBasemap(trx, district, basemap);
    await replaceStaff(trx, district, staff);
  });
  await addDemoPlaces(db, district, now);
}

function namesIn(collection: GeoJSON.FeatureCollection): Named[] {
  return collection.features.map(({ properties }) => ({
    code: String(properties?.['code'] ?? ''),
    name: String(properties?.['name'] ?? ''),
  }));
}

function basemapOf(collection: GeoJSON.FeatureCollection, kind: string): BasemapFeature[] {
  return collection.features.map(({ properties, geometry }) => ({
    kind: String(properties?.['kind'] ?? kind),
    name: String(properties?.['name'] ?? ''),
    class: String(properties?.['class'] ?? ''),
    geometry,
  }));
}
