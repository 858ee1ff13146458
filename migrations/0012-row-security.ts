import { type Kysely, sql } from 'kysely';

/**
 * Row-level security on every table (those of the audit log have it from db/databaseRoles.ts, with their owner): whoever is not its owner sees and writes the rows within the code prefixes of `gw.scopes`
 * (`0501,0502`; `*` for the service itself), and none where that is not set. The owner, who runs migrations, is not held by it.
 */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

/** Ranges, which an index serves; `z` comes after every digit, in every collation. */
const inRange = (column: string, type: 'text' | 'bpchar') =>
  `${column} >= (SELECT caller_from())::${type} AND ${column} < (SELECT caller_until())::${type}
    AND ((SELECT cardinality(caller_scopes())) = 1 OR caller_covers(${column}))`;
const inDistrict = '(SELECT caller_is_service()) OR district = ANY ((SELECT caller_districts())::bpchar[])';
const ofPlan = 'EXISTS (SELECT FROM plans WHERE plans.id = plan)';

const POLICIES: Readonly<Record<string, string>> = {
  // Without a code: only the service itself reads them.
  accounts: '(SELECT caller_is_service())',
  sessions: '(SELECT caller_is_service())',
  tokens: '(SELECT caller_is_service())',
  sign_in_failures: '(SELECT caller_is_service())',
  familiar_networks: '(SELECT caller_is_service())',
  audit_tallies: '(SELECT caller_is_service())',
  gridwarden_migrations: '(SELECT caller_is_service())',
  account_roles: inRange('scope', 'text'),
  token_roles: inRange('scope', 'text'),
  // Of a district as a whole.
  districts: inDistrict,
  generations: inDistrict,
  outline_versions: inDistrict,
  basemap_features: inDistrict,
  imports: inDistrict,
  places: inDistrict,
  place_sets: inDistrict,
  second_opinions: inDistrict,
  // Of a unit or grid.
  grid_staff: inRange('code', 'text'),
  unit_versions: inRange('code', 'bpchar'),
  grid_versions: inRange('code', 'bpchar'),
  used_codes: inRange('code', 'bpchar'),
  grid_lineage: inRange('code', 'bpchar'),
  plan_grids: inRange('code', 'bpchar'),
  // A plan touches the area of whoever sees it; what belongs to it is seen with it.
  plans: 'caller_touches(scope)',
  plan_edits: ofPlan,
  plan_events: ofPlan,
  plan_comments: `${ofPlan} AND (grid IS NULL OR ${inRange('grid', 'bpchar')})`,
};

const STATEMENTS = [
  `CREATE FUNCTION caller_scopes() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT string_to_array(current_setting('gw.scopes', true), ',') $$`,
  `CREATE FUNCTION caller_is_service() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT current_setting('gw.scopes', true) = '*' $$`,
  `CREATE FUNCTION caller_from() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT min(CASE held WHEN '*' THEN '' ELSE held END) FROM unnest(caller_scopes()) AS held $$`,
  `CREATE FUNCTION caller_until() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT max(CASE held WHEN '*' THEN '' ELSE held END || 'z') FROM unnest(caller_scopes()) AS held $$`,
  `CREATE FUNCTION caller_districts() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT array_agg(DISTINCT left(held, 2)) FROM unnest(caller_scopes()) AS held $$`,
  `CREATE FUNCTION caller_covers(code text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT EXISTS (SELECT FROM unnest(caller_scopes()) AS held WHERE held = '*' OR starts_with(code, held)) $$`,
  `CREATE FUNCTION caller_touches(code text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT EXISTS (SELECT FROM unnest(caller_scopes()) AS held
      WHERE held = '*' OR starts_with(code, held) OR starts_with(held, code)) $$`,
  // Whose roles are in force is asked inside the transactions of plans, which see no accounts.
  `CREATE FUNCTION roles_in_force(account uuid) RETURNS TABLE (role text, scope text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT held.role, held.scope::text FROM public.account_roles held JOIN public.accounts a ON a.id = held.account_id
      WHERE a.id = account AND a.active ORDER BY held.scope, held.role $$`,
  ...Object.entries(POLICIES).flatMap(([table, rows]) => [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `CREATE POLICY within_scopes ON ${table} USING (${rows})`,
  ]),
];
