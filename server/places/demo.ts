import { readFileSync } from 'node:fs';
import type { Kysely } from 'kysely';
import { systemClock } from '../clock/clock.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { demoFolder } from '../files/demoFolder.ts';
import { hasPlaces, replacePlaces } from './queries.ts';
import { type Place, readPlaces } from './readPlaces.ts';

/** Gives the demo district its made-up businesses and addresses, unless it was given any places before. */
export async function addDemoPlaces(db: Kysely<Tables>, district: string, now = systemClock()): Promise<void> {
  if (await hasPlaces(db, district)) return;
  const businesses = await placesIn('businesses.csv');
  const addresses = await placesIn('addresses.csv');
  await inTransaction(db, async (trx) => {
    if (await hasPlaces(trx, district)) return;
    await replacePlaces(trx, district, 'business', businesses, now);
    await replacePlaces(trx, district, 'address', addresses, now);
  });
}

const placesIn = (file: string): Promise<Place[]> =>
  readPlaces(readFileSync(new URL(file, demoFolder()), 'utf8'), null);
