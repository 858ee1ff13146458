import { type Kysely, sql } from 'kysely';
import { DatabaseUnfit } from './requirements.ts';
import { SERVING_ROLE } from './scopes.ts';
import type { Tables } from './tables.ts';
import { sqlStateOf } from './transaction.ts';

const AUDIT_OWNER = 'gridwarden_audit';
const NOT_PERMITTED = '42501';

/** Several processes may start at once; two that change the same right would refuse each other ("tuple concurrently updated"). */
const TAKE_TURNS = 'PERFORM pg_advisory_xact_lock(7215046);';

const makeRole = (role: string) => `IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
    BEGIN
      CREATE ROLE ${role} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- made at this moment for another database of the same server
    END;
  END IF;`;

/** An entry of the service as a whole is seen by whoever sees any; the others as every row with a code is (migrations/0012). */
const AUDIT_ROWS = `CASE WHEN scope IS NULL THEN cardinality(caller_scopes()) > 0
    ELSE scope >= (SELECT caller_from()) AND scope < (SELECT caller_until()) AND caller_covers(scope) END`;

/**
 * Three roles, of which nobody signs in as two: the account of DATABASE_URL owns the tables and changes them by migrations; the service
 * works as the serving role, which owns nothing and is held by row-level security; the audit log belongs to a role of its own, so that
 * neither can rewrite it. The schema too: its owner may drop what is in it, and the owner of the database owns `public`. May be run again.
 */
export const ROLES_SQL = `DO $$
DECLARE
  account name;
  is_member boolean;
BEGIN
  ${TAKE_TURNS}
  SELECT pg_get_userbyid(relowner) INTO STRICT account FROM pg_class WHERE oid = 'public.accounts'::regclass;
  ${makeRole(AUDIT_OWNER)}
  ${makeRole(SERVING_ROLE)}
  IF NOT pg_has_role(account, '${SERVING_ROLE}', 'MEMBER') THEN EXECUTE format('GRANT ${SERVING_ROLE} TO %I', account); END IF;
  is_member := pg_has_role(current_user, '${AUDIT_OWNER}', 'MEMBER');
  IF NOT is_member THEN EXECUTE format('GRANT ${AUDIT_OWNER} TO %I', current_user); END IF;
  ALTER SCHEMA public OWNER TO ${AUDIT_OWNER};
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA public TO %I', account);
  GRANT USAGE ON SCHEMA public TO ${SERVING_ROLE};
  ALTER TABLE public.audit_log OWNER TO ${AUDIT_OWNER};
  ALTER TABLE public.audit_head OWNER TO ${AUDIT_OWNER};
  ALTER FUNCTION public.refuse_audit_change() OWNER TO ${AUDIT_OWNER};
  ALTER FUNCTION public.advance_audit_head() OWNER TO ${AUDIT_OWNER};
  ALTER FUNCTION public.lock_audit_head() OWNER TO ${AUDIT_OWNER};
  ALTER TABLE public.audit_log ENABLE ROW LEVEL SECURITY;
  ALTER TABLE public.audit_head ENABLE ROW LEVEL SECURITY;
  DROP POLICY IF EXISTS within_scopes ON public.audit_log;
  DROP POLICY IF EXISTS within_scopes ON public.audit_head;
  DROP POLICY IF EXISTS of_the_account ON public.audit_log;
  DROP POLICY IF EXISTS of_the_account ON public.audit_head;
  CREATE POLICY within_scopes ON public.audit_log TO ${SERVING_ROLE} USING (${AUDIT_ROWS});
  CREATE POLICY within_scopes ON public.audit_head TO ${SERVING_ROLE} USING (cardinality(caller_scopes()) > 0);
  EXECUTE format('CREATE POLICY of_the_account ON public.audit_log TO %I USING (true) WITH CHECK (true)', account);
  EXECUTE format('CREATE POLICY of_the_account ON public.audit_head TO %I USING (true) WITH CHECK (true)', account);
  REVOKE ALL ON public.audit_log, public.audit_head FROM PUBLIC;
  REVOKE ALL ON FUNCTION public.lock_audit_head() FROM PUBLIC;
  EXECUTE format('REVOKE ALL ON public.audit_log, public.audit_head FROM %I', account);
  EXECUTE format('GRANT SELECT, INSERT ON public.audit_log TO %I', account);
  EXECUTE format('GRANT SELECT ON public.audit_head TO %I', account);
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.lock_audit_head() TO %I', account);
  GRANT SELECT, INSERT ON public.audit_log TO ${SERVING_ROLE};
  GRANT SELECT ON public.audit_head TO ${SERVING_ROLE};
  GRANT EXECUTE ON FUNCTION public.lock_audit_head() TO ${SERVING_ROLE};
  IF NOT is_member THEN EXECUTE format('REVOKE ${AUDIT_OWNER} FROM %I', current_user); END IF;
END $$;
`;

/** What the serving role may do: read and write the tables that have row-level security, and nothing else. Run it after every migration. */
const SERVING_RIGHTS_SQL = `DO $$
DECLARE
  held record;
BEGIN
  ${TAKE_TURNS}
  FOR held IN SELECT oid::regclass AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relrowsecurity AND relowner = current_user::regrole
      AND NOT has_table_privilege('${SERVING_ROLE}', oid, 'SELECT, INSERT, UPDATE, DELETE')
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO ${SERVING_ROLE}', held.name);
  END LOOP;
  REVOKE ALL ON FUNCTION public.roles_in_force(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION public.roles_in_force(uuid) TO ${SERVING_ROLE};
  REVOKE ALL ON FUNCTION public.grids_near(char, integer, geometry) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION public.grids_near(char, integer, geometry) TO ${SERVING_ROLE};
END $$;
`;

/**
 * Sees to it that the service works under a role that owns nothing, and that the audit tables belong to nobody who signs in. Gives null, or
 * a sentence for the operator about an account that could still change the log. Run it after the migrations, as the tables' owner. Throws
 * `DatabaseUnfit` where the account may not do this: the message says what a superuser has to run once.
 */
export async function separateRoles(owner: Kysely<Tables>): Promise<string | null> {
  if (!(await areSeparate(owner))) {
    try {
      await sql.raw(ROLES_SQL).execute(owner);
    } catch (error) {
      if (sqlStateOf(error) !== NOT_PERMITTED) throw error;
      throw new DatabaseUnfit(await adviceOf(owner));
    }
  }
  await sql.raw(SERVING_RIGHTS_SQL).execute(owner);
  return memberAdvice(owner);
}

async function adviceOf(owner: Kysely<Tables>): Promise<string> {
  const { account, database } = await standingOf(owner);
  return (
    `The account ${account} may not make the roles that keep the service from what it must not read or change. ` +
    `Let a superuser run once: npm run --silent database:roles | psql ${database}`
  );
}

async function memberAdvice(owner: Kysely<Tables>): Promise<string | null> {
  const { account, isMember } = await standingOf(owner);
  return isMember
    ? `The account ${account} is a member of ${AUDIT_OWNER} and could change the audit log. As a superuser run once: REVOKE ${AUDIT_OWNER} FROM "${account}";`
    : null;
}

async function areSeparate(owner: Kysely<Tables>): Promise<boolean> {
  const { isOwned, isServed } = await standingOf(owner);
  return isOwned && isServed;
}

interface Standing {
  account: string;
  database: string;
  /** All that makes the log belongs to the audit role. */
  isOwned: boolean;
  /** The serving role is there, the account may take it, and it may write the log. */
  isServed: boolean;
  /** Could act as the audit role without being a superuser, whom nothing holds. */
  isMember: boolean;
}

async function standingOf(owner: Kysely<Tables>): Promise<Standing> {
  const result = await sql<Standing>`
    WITH held AS (
      SELECT relowner AS owner FROM pg_class WHERE oid IN ('public.audit_log'::regclass, 'public.audit_head'::regclass)
      UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'public'
      UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND proname IN ('refuse_audit_change', 'advance_audit_head', 'lock_audit_head')),
    serving AS (
      SELECT pg_has_role(current_user, oid, 'MEMBER') AND has_table_privilege(oid, 'public.audit_log', 'INSERT')
        AND (SELECT relrowsecurity FROM pg_class WHERE oid = 'public.audit_log'::regclass) AS served
      FROM pg_roles WHERE rolname = ${sql.lit(SERVING_ROLE)})
    SELECT current_user AS account, current_database() AS database,
      bool_and(pg_get_userbyid(owner) = ${sql.lit(AUDIT_OWNER)}) AS "isOwned",
      COALESCE((SELECT served FROM serving), false) AS "isServed",
      bool_or(pg_has_role(current_user, owner, 'MEMBER'))
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isMember"
    FROM held`.execute(owner);
  const [standing] = result.rows;
  if (standing === undefined) throw new Error('The database has no audit tables.');
  return standing;
}
