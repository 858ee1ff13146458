import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { type AuditEvent, noteInAudit } from './auditLog.ts';

/** Notes in the audit log that somebody took a file away, before it is sent. */
export type NoteExport = (
  request: Pick<FastifyRequest, 'method' | 'principal' | 'ip'>,
  what: Pick<AuditEvent, 'action' | 'target' | 'scope'>,
) => Promise<void>;

export const exportNotes =
  (kysely: Kysely<Tables>): NoteExport =>
  async ({ method, principal, ip }, what) => {
    // Whoever only asks what there would be takes nothing away.
    if (method !== 'HEAD') await noteInAudit(kysely, { ...what, actor: principal?.username ?? 'nobody', address: ip });
  };
