import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Kysely } from 'kysely';
import { Type } from 'typebox';
import { auditPage, exportAudit } from '../audit/auditReading.ts';
import { AuditExportQuery, AuditPage, AuditQuery, AuditVerdict } from '../core/people/audit.ts';
import type { Tables } from '../db/tables.ts';
import { signedIn } from './routes.ts';
import { type AuditAnchor, exportNotes, verifyAudit } from './service.ts';
import { scopeOf } from './sessions.ts';

const Entries = Type.Unsafe<Readable>({ type: 'string' });
const EXPORT = {
  description: 'The entries, oldest first',
  content: { 'application/x-ndjson': { schema: Entries }, 'text/csv': { schema: Entries } },
};

export interface AuditRoutesOptions {
  kysely: Kysely<Tables>;
  /** Entries that others name by their hash. */
  anchors: () => Promise<AuditAnchor[]>;
}

/** Reading the audit log: `/api/v1/audit`. There is no way to write it but by doing something. */
export const auditRoutes: FastifyPluginAsyncTypebox<AuditRoutesOptions> = async (app, { kysely, anchors }) => {
  const audit = { tags: ['audit'] };
  const noteExport = exportNotes(kysely);

  app.get(
    '/api/v1/audit',
    { schema: { ...audit, querystring: AuditQuery, response: { 200: AuditPage } } },
    async (request, reply) => {
      const page = await auditPage(kysely, signedIn(request), request.query);
      if (page.cursor !== null) {
        const next = new URLSearchParams({ ...queryText(request.query), cursor: String(page.cursor) });
        reply.header('link', `</api/v1/audit?${next.toString()}>; rel="next"`);
      }
      return page;
    },
  );

  app.get(
    '/api/v1/audit/export',
    { schema: { ...audit, querystring: AuditExportQuery, response: { 200: EXPORT } } },
    async (request, reply) => {
      const reader = signedIn(request);
      const format = request.query.format ?? 'jsonl';
      await noteExport(request, { action: 'audit.export', target: format, scope: scopeOf(reader) });
      return reply
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .send(Readable.from(exportAudit(kysely, reader, format)));
    },
  );

  app.get('/api/v1/audit/verification', { schema: { ...audit, response: { 200: AuditVerdict } } }, async () =>
    verifyAudit(kysely, await anchors()),
  );
};

function queryText(query: AuditQuery): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}
