import { ROLES_SQL } from '../db/databaseRoles.ts';

/** Writes the statements that a superuser runs once, where the service's account may not make roles; for `psql`. */
process.stdout.write(ROLES_SQL);
