import { type Kysely, sql } from 'kysely';

/** The head of the audit log moves by functions alone, so that whoever writes entries needs no right to change it. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

// Names are written out and the path is fixed: what runs with its owner's rights must not find anybody else's tables.
const STATEMENTS = [
  `CREATE FUNCTION lock_audit_head() RETURNS TABLE (sequence bigint, hash text)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $$ SELECT head.sequence, head.hash FROM public.audit_head head FOR UPDATE $$`,
  `CREATE FUNCTION advance_audit_head() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
      UPDATE public.audit_head head SET sequence = NEW.sequence, hash = NEW.hash
        WHERE head.sequence = NEW.sequence - 1 AND head.hash = NEW.previous_hash;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'The entry does not follow from the newest one.' USING ERRCODE = 'insufficient_privilege';
      END IF;
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER audit_log_in_turn BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION advance_audit_head()`,
];
