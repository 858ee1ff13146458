import { type Kysely, sql } from 'kysely';

/**
 * Where grids are searched by place: PostGIS's operators are not leakproof, so under row-level security their index is refused. This
 * function has its owner's view, filters by the caller's scopes itself, and gives keys; the rows are read by them under the policies.
 */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

const STATEMENTS = [
  `CREATE FUNCTION grids_near(of_district char(2), of_generation integer, place geometry) RETURNS TABLE (id uuid, revision integer)
    LANGUAGE sql STABLE SECURITY DEFINER ROWS 10 SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT g.id, g.revision FROM public.grid_versions g
      WHERE g.district = of_district AND g.geom && place
        AND g.from_generation <= of_generation AND (g.to_generation IS NULL OR g.to_generation > of_generation)
        AND g.code >= (SELECT caller_from())::bpchar AND g.code < (SELECT caller_until())::bpchar
        AND ((SELECT cardinality(caller_scopes())) = 1 OR caller_covers(g.code)) $$`,
];
