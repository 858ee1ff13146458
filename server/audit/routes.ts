import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AUDIT_PAGE, AuditExportQuery, AuditPage, AuditQuery, AuditVerdict } from '../core/people/audit.ts';
import type { Principal } from '../core/people/caller.ts';
import { scopesOf } from '../core/people/rights.ts';
import type { Database } from '../db/database.ts';
import { EVERYTHING } from '../db/scopes.ts';
import { readPage } from '../http/paging.ts';
import { principalOf } from '../http/principal.ts';
import { type AuditAnchor, verifyAudit } from './auditLog.ts';
import { exportAudit, readEntries } from './auditReading.ts';
import { auditScopeOf } from './auditScope.ts';
import { exportNotes } from './exportNotes.ts';

const Entries = Type.Unsafe<Readable>({ type: 'string' });
const EXPORT = {
  description: 'The entries, oldest first',
  content: { 'application/x-ndjson': { schema: Entries }, 'text/csv': { schema: Entries } },
};

export interface AuditRoutesOptions {
  within: Database['within'];
  /** Entries that others name by their hash. */
  anchors: () => Promise<AuditAnchor[]>;
}

/** Reading the audit log: `/api/v1/audit`. There is no way to write it but by doing something. */
export const auditRoutes: FastifyPluginAsyncTypebox<AuditRoutesOptions> = async (app, { within, anchors }) => {
  const service = within(EVERYTHING);
  const readBy = ({ roles }: Principal) => within(scopesOf(roles, 'oversee'));
  const audit = { tags: ['audit'] };
  const noteExport = exportNotes(service);

  app.get(
    '/api/v1/audit',
    {
      schema: {
        operationId: 'listAuditEntries',
        summary: 'The audit log, newest first',
        ...audit,
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    async (request, reply) => {
      const reader = principalOf(request);
      const { entries, next } = await readPage(request, reply, {
        limit: request.query.limit ?? AUDIT_PAGE.usual,
        read: (atMost) => readEntries(readBy(reader), reader, request.query, atMost),
        cursorOf: ({ sequence }) => sequence,
      });
      return { entries, cursor: next };
    },
  );

  app.get(
    '/api/v1/audit/export',
    {
      schema: {
        operationId: 'exportAudit',
        summary: 'The whole audit log as a file, oldest first',
        ...audit,
        querystring: AuditExportQuery,
        response: { 200: EXPORT },
      },
    },
    async (request, reply) => {
      const reader = principalOf(request);
      const format = request.query.format ?? 'jsonl';
      await noteExport(request, { action: 'audit.export', target: format, scope: auditScopeOf(reader) });
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .send(Readable.from(exportAudit(readBy(reader), reader, format)));
    },
  );

  app.get(
    '/api/v1/audit/verification',
    {
      schema: {
        operationId: 'verifyAudit',
        summary: 'Whether the chain of the audit log is unbroken',
        ...audit,
        response: { 200: AuditVerdict },
      },
    },
    async () => verifyAudit(service, await anchors()),
  );
};
