import type { Page } from 'playwright-core';

export type Grids = GeoJSON.FeatureCollection<
  GeoJSON.Polygon | GeoJSON.MultiPolygon,
  { code: string; name: string; neighbours: string[] }
>;

/** The published grids, as the API gives them to the page. */
export const publishedGrids = (page: Page): Promise<Grids> =>
  page.evaluate(async () => (await fetch('/api/v1/coverage/areas?level=grid')).json() as Promise<Grids>);

function firstShell(grids: Grids, index: number): GeoJSON.Position[] {
  const geometry = grids.features[index]?.geometry;
  const shell = geometry?.type === 'Polygon' ? geometry.coordinates[0] : geometry?.coordinates[0]?.[0];
  if (!shell) throw new Error(`grid ${index} has no shell`);
  return shell;
}

/** The grids with two damages: one grid is missing, and one corner of another lies 90 m to the east. */
export function broken(grids: Grids): Grids {
  const damaged = structuredClone(grids);
  const corner = firstShell(damaged, 30)[2];
  if (!corner) throw new Error('the grid has no third corner');
  corner[0] = Number(((corner[0] ?? 0) + 0.001).toFixed(7));
  damaged.features.splice(10, 1);
  return damaged;
}
