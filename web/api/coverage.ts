import { queryOptions } from '@tanstack/react-query';
import type {
  AreaCollection,
  Certificate,
  CoverageSummary,
  GenerationList,
  GenerationSummary,
  Level,
} from '../../server/core/coverage/schemas.ts';
import { call, Problem } from './client.ts';

export type AreaFeature = AreaCollection['features'][number];
export type Areas = AreaCollection;
export type Summary = CoverageSummary;
export type Generation = GenerationSummary;
export type PublishedCertificate = Certificate;

/** So soon a second opinion that is still awaited is asked for again. */
const AWAITED_OPINION_MS = 3_000;

/**
 * The published coverage now: its generation, units and proof. Asked again now and then, so that a publication shows, and sooner
 * while PostGIS is at work on it.
 */
export const coverageQuery = queryOptions({
  queryKey: ['coverage'],
  queryFn: ({ signal }) => call<CoverageSummary>('/coverage', { signal }),
  staleTime: 30_000,
  refetchInterval: ({ state: { data } }) => (data?.proof.secondOpinion === null ? AWAITED_OPINION_MS : 60_000),
});

/** One generation with what PostGIS says of it. */
export const generationQuery = (generation: number) =>
  queryOptions({
    queryKey: ['generation', generation],
    queryFn: ({ signal }) => call<GenerationSummary>(`/generations/${generation}`, { signal }),
    staleTime: 30_000,
    refetchInterval: ({ state: { data } }) => (data?.secondOpinion === null ? AWAITED_OPINION_MS : false),
  });

/** Which generation is meant: the one in force at a moment (ISO 8601), or one by its number; the present one when neither is said. */
export interface Edition {
  at?: string | undefined;
  generation?: number | undefined;
}

/** The areas of a level in an edition of the coverage. */
export const areasQuery = (level: Level, { at, generation }: Edition = {}) =>
  queryOptions({
    queryKey: ['areas', level, at ?? 'now', generation ?? 'any'],
    queryFn: ({ signal }) => call<Areas>('/coverage/areas', { query: { level, at, generation }, signal }),
    staleTime: at || generation ? Number.POSITIVE_INFINITY : 60_000,
  });

/** All generations, newest first. */
export const generationsQuery = queryOptions({
  queryKey: ['generations'],
  queryFn: async ({ signal }) => {
    const { generations } = await call<GenerationList>('/generations', { signal });
    return generations.toSorted((a, b) => b.generation - a.generation);
  },
  staleTime: 60_000,
});

/** The certificate of a generation; it never changes. */
export const certificateQuery = (generation: number) =>
  queryOptions({
    queryKey: ['certificate', generation],
    queryFn: ({ signal }) => call<PublishedCertificate>(`/generations/${generation}/certificate`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Streets and water under the grids; null where the server has none. */
export const basemapQuery = queryOptions({
  queryKey: ['basemap'],
  queryFn: async ({ signal }) => {
    try {
      return await call<GeoJSON.FeatureCollection>('/basemap', { signal });
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});
