import type { Crs } from '../core/coverage/schemas.ts';
import { type SentForm, wrongPart } from '../http/form.ts';

/** The widest tolerance that is still snapping: beyond it borders would be invented. */
const MOST_SNAP_METRES = 100;
const CRS_NAMES: readonly string[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'];

/** The datum of the form's files. */
export function crsOf({ fields }: SentForm): Crs {
  const crs = fields.get('crs') ?? 'wgs84';
  if (!CRS_NAMES.includes(crs)) throw wrongPart('crs', `must be one of ${CRS_NAMES.join(', ')}`);
  return crs as Crs;
}

/** The snapping tolerance of the form in metres, 0 when it has none. */
export function snapMetresOf({ fields }: SentForm): number {
  const text = fields.get('snapMetres') ?? '0';
  const metres = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || metres > MOST_SNAP_METRES)
    throw wrongPart('snapMetres', `must be a number from 0 to ${MOST_SNAP_METRES}`);
  return metres;
}
