import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';
import { sqlStateOf } from './transaction.ts';

const OWNER = 'gridwarden_audit';
const NOT_PERMITTED = '42501';

/**
 * Gives the audit tables to a role that nobody signs in as, and the service's account (the owner of the other tables) only the rights to
 * read and to add. The schema too: its owner may drop what is in it, and the owner of the database owns `public`. May be run again.
 */
export const AUDIT_OWNER_SQL = `DO $$
DECLARE
  account name;
  is_member boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(7215046);
  SELECT pg_get_userbyid(relowner) INTO STRICT account FROM pg_class WHERE oid = 'public.accounts'::regclass;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${OWNER}') THEN
    BEGIN
      CREATE ROLE ${OWNER} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- made at this moment for another database of the same server
    END;
  END IF;
  is_member := pg_has_role(current_user, '${OWNER}', 'MEMBER');
  IF NOT is_member THEN EXECUTE format('GRANT ${OWNER} TO %I', current_user); END IF;
  ALTER SCHEMA public OWNER TO ${OWNER};
  EXECUTE format('GRANT USAGE, CREATE ON SCHEMA public TO %I', account);
  ALTER TABLE public.audit_log OWNER TO ${OWNER};
  ALTER TABLE public.audit_head OWNER TO ${OWNER};
  ALTER FUNCTION public.refuse_audit_change() OWNER TO ${OWNER};
  ALTER FUNCTION public.advance_audit_head() OWNER TO ${OWNER};
  ALTER FUNCTION public.lock_audit_head() OWNER TO ${OWNER};
  REVOKE ALL ON public.audit_log, public.audit_head FROM PUBLIC;
  REVOKE ALL ON FUNCTION public.lock_audit_head() FROM PUBLIC;
  EXECUTE format('REVOKE ALL ON public.audit_log, public.audit_head FROM %I', account);
  EXECUTE format('GRANT SELECT, INSERT ON public.audit_log TO %I', account);
  EXECUTE format('GRANT SELECT ON public.audit_head TO %I', account);
  EXECUTE format('GRANT EXECUTE ON FUNCTION public.lock_audit_head() TO %I', account);
  IF NOT is_member THEN EXECUTE format('REVOKE ${OWNER} FROM %I', current_user); END IF;
END $$;
`;

/**
 * Sees to it that the audit tables belong to another role than the one that is connected. Gives null when they do, else a sentence
 * for the operator about what a superuser has to run once. Run it after the migrations.
 */
export async function separateAudit(kysely: Kysely<Tables>): Promise<string | null> {
  const before = await standingOf(kysely);
  if (before.isOwned && !before.isMember) return null;
  if (before.isOwned)
    return `The account ${before.account} is a member of ${OWNER} and could change the audit log. As a superuser run once: REVOKE ${OWNER} FROM "${before.account}";`;
  try {
    await sql.raw(AUDIT_OWNER_SQL).execute(kysely);
    return null;
  } catch (error) {
    if (sqlStateOf(error) !== NOT_PERMITTED) throw error;
    return (
      `The audit log still belongs to ${before.account}, the account the service works under, which could therefore change it. ` +
      `Let a superuser run once: npm run --silent audit:owner | psql ${before.database}`
    );
  }
}

interface Standing {
  account: string;
  database: string;
  isOwned: boolean;
  /** Could act as the owner without being a superuser, whom nothing holds. */
  isMember: boolean;
}

async function standingOf(kysely: Kysely<Tables>): Promise<Standing> {
  const result = await sql<Standing>`
    WITH held AS (
      SELECT relowner AS owner FROM pg_class WHERE oid IN ('public.audit_log'::regclass, 'public.audit_head'::regclass)
      UNION ALL SELECT nspowner FROM pg_namespace WHERE nspname = 'public'
      UNION ALL SELECT proowner FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND proname IN ('refuse_audit_change', 'advance_audit_head', 'lock_audit_head'))
    SELECT current_user AS account, current_database() AS database,
      bool_and(pg_get_userbyid(owner) = ${sql.lit(OWNER)}) AS "isOwned",
      bool_or(pg_has_role(current_user, owner, 'MEMBER'))
        AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isMember"
    FROM held`.execute(kysely);
  const [standing] = result.rows;
  if (standing === undefined) throw new Error('The database has no audit tables.');
  return standing;
}
