import { AUDIT_OWNER_SQL } from '../db/auditOwner.ts';

/** Writes the statements that a superuser runs once, where the service's account may not make roles; for `psql`. */
process.stdout.write(AUDIT_OWNER_SQL);
