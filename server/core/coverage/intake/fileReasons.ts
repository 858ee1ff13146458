import { Fault } from '../../fault.ts';
import type { InputError } from '../../inputError.ts';

/** Why a boundary file is refused, beside the problem's code: what the interface has words for, in each language. */
export const FILE_REASONS = [
  'empty',
  'picture',
  'pdf',
  'office',
  'cad',
  'table',
  'other-archive',
  'bare-shapefile',
  'unknown-format',
  'truncated',
  'malformed',
  'not-geojson',
  'not-kml',
  'archive-in-archive',
  'archive-empty',
  'password',
  'dbf-missing',
  'reader-failed',
  'crs-unknown',
  'crs-foreign',
  'metres',
  'no-areas',
  'layer-unknown',
  'column-unknown',
  'name-unseen',
  'codes-missing',
  'codes-foreign',
  'datum-doubtful',
] as const;
export type FileReason = (typeof FILE_REASONS)[number];

/** The refusal of a file that cannot be read. */
export const unreadable = (reason: FileReason, detail: string, errors: readonly InputError[] = []): Fault =>
  new Fault('unreadable-file', detail, errors, { reason });

/** The refusal of a file that can be read, but not used; `members` say what there is to choose from. */
export const unusable = (
  reason: FileReason,
  detail: string,
  errors: readonly InputError[] = [],
  members: Record<string, unknown> = {},
): Fault => new Fault('invalid-input', detail, errors, { reason, ...members });
