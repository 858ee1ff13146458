import { type BuiltServer } from './builtServer.ts';

const ROUNDS = 60;

/** What a day brings besides lookups: GIS programs, maps, exports, planners, refusals. */
const PATHS = [
  '/ogc',
  '/ogc/collections',
  '/ogc/collections/grids/items?limit=100',
  '/ogc/collections/grids/items?bbox=109,34,109.1,34.3',
  '/ogc/collections/grids/items?f=html',
  '/ogc/collections/grids/items/050101',
  '/api/v1/coverage',
  '/api/v1/coverage/areas',
  '/api/v1/coverage/areas?level=unit&crs=gcj02',
  '/api/v1/coverage/export?format=geojson',
  '/api/v1/generations',
  '/api/v1/plans',
  '/api/v1/places?kind=business',
  '/api/v1/session',
  '/api/v1/settings',
  '/api/v1/lookup?lng=109.06&lat=34.27&crs=gcj02&accuracy=10',
  '/api/v1/lookup?lng=0&lat=0',
  '/api/docs/',
  '/',
  '/no/such/page',
];

/** Lets a server work as it does on any day, so that lookups can be measured as they are then. */
export async function askForAllSorts({ port }: BuiltServer, cookie: string): Promise<void> {
  const headers = { cookie };
  for (let round = 0; round < ROUNDS; round++)
    await Promise.all(PATHS.map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).text()));
}
