import { type Static, Type } from 'typebox';
import { pageMembers } from '../paging.ts';

/** The audit log as the API shows it. */

export const AuditEntry = Type.Object(
  {
    sequence: Type.Integer(),
    at: Type.String({ format: 'date-time' }),
    actor: Type.String(),
    action: Type.String(),
    target: Type.String(),
    scope: Type.Union([Type.String(), Type.Null()]),
    before: Type.Unknown(),
    after: Type.Unknown(),
    address: Type.Union([Type.String(), Type.Null()]),
    previousHash: Type.String(),
    hash: Type.String(),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Static<typeof AuditEntry>;

export const AUDIT_PAGE = { usual: 100, most: 1000 };

const Sequence = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Entries older than this sequence number',
});

export const AuditQuery = Type.Object(
  {
    ...pageMembers(AUDIT_PAGE, Sequence),
    actor: Type.Optional(Type.String({ maxLength: 64, description: 'Only what this username did' })),
    action: Type.Optional(Type.String({ maxLength: 64, description: 'Only this, e.g. `plan.publish`' })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

/** Newest first; `cursor` asks for the next page, null at the end. */
export const AuditPage = Type.Object(
  {
    entries: Type.Array(AuditEntry),
    cursor: Type.Union([Type.Integer(), Type.Null()]),
  },
  { title: 'AuditPage' },
);
export type AuditPage = Static<typeof AuditPage>;

export const AuditExportQuery = Type.Object(
  { format: Type.Optional(Type.Enum(['jsonl', 'csv'] as const, { description: 'Default jsonl' })) },
  { additionalProperties: false },
);

export const AuditVerdict = Type.Object(
  {
    ok: Type.Boolean(),
    entries: Type.Integer(),
    /** The hash of the newest entry: kept elsewhere, it shows later that nothing before it was changed. */
    headHash: Type.String(),
    fault: Type.Union([Type.Object({ sequence: Type.Integer(), reason: Type.String() }), Type.Null()]),
  },
  { title: 'AuditVerdict' },
);
export type AuditVerdict = Static<typeof AuditVerdict>;
