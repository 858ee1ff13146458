import type { FastifyRequest } from 'fastify';
import type { Crs } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';

/** A file that came with a form. */
export interface FormFile {
  name: string;
  bytes: Buffer;
}

/** A multipart form: its files and its text fields by name. */
export interface BoundaryForm {
  files: Map<string, FormFile>;
  fields: Map<string, string>;
}

/** The widest tolerance that is still snapping: beyond it borders would be invented. */
const MOST_SNAP_METRES = 100;
const CRS_NAMES: readonly string[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'];

/** Reads a multipart form with the given files and fields and no others. Throws a `Fault` that names the part. */
export async function readForm(
  request: FastifyRequest,
  files: readonly string[],
  fields: readonly string[],
): Promise<BoundaryForm> {
  if (!request.isMultipart())
    throw new Fault('unsupported-media-type', 'The body must be sent as multipart/form-data.');
  const form: BoundaryForm = { files: new Map(), fields: new Map() };
  for await (const part of request.parts()) {
    const known = (part.type === 'file' ? files : fields).includes(part.fieldname);
    if (!known) throw wrongPart(part.fieldname, `is not a ${part.type} known here`);
    if (form.files.has(part.fieldname) || form.fields.has(part.fieldname))
      throw wrongPart(part.fieldname, 'is given twice');
    if (part.type === 'file') form.files.set(part.fieldname, { name: part.filename, bytes: await part.toBuffer() });
    else form.fields.set(part.fieldname, String(part.value));
  }
  return form;
}

function wrongPart(name: string, reason: string): Fault {
  return new Fault('invalid-input', `The form's part “${name.slice(0, 60)}” ${reason}.`, [
    { path: `/${name.slice(0, 60)}`, message: reason },
  ]);
}

/** The datum of the form's files. */
export function crsOf({ fields }: BoundaryForm): Crs {
  const crs = fields.get('crs') ?? 'wgs84';
  if (!CRS_NAMES.includes(crs)) throw wrongPart('crs', `must be one of ${CRS_NAMES.join(', ')}`);
  return crs as Crs;
}

/** The snapping tolerance of the form in metres, 0 when it has none. */
export function snapMetresOf({ fields }: BoundaryForm): number {
  const text = fields.get('snapMetres') ?? '0';
  const metres = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || metres > MOST_SNAP_METRES)
    throw wrongPart('snapMetres', `must be a number from 0 to ${MOST_SNAP_METRES}`);
  return metres;
}
