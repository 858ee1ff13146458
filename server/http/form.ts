import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';

/** A file that came with a form. */
export interface FormFile {
  name: string;
  bytes: Buffer;
}

/** A multipart form: its files and its text fields by name. */
export interface SentForm {
  files: Map<string, FormFile>;
  fields: Map<string, string>;
}

/** What a form says, in short: for the hash of a request with an `Idempotency-Key`. */
export function digestOf({ files, fields }: SentForm): object {
  const digests = [...files].map(([part, { name, bytes }]) => [
    part,
    { name, sha256: createHash('sha256').update(bytes).digest('hex') },
  ]);
  return { fields: Object.fromEntries(fields), files: Object.fromEntries(digests) };
}

/** What the files of a form may hold together, where that is less than the route takes. */
export interface MostOfForm {
  bytes: number;
  /** What to say instead of what the parser of forms says. */
  refusal?: () => Fault;
}

/** Reads a multipart form with the given files and fields and no others. Throws a `Fault` that names the part. */
export async function readForm(
  request: FastifyRequest,
  files: readonly string[],
  fields: readonly string[],
  most?: MostOfForm,
): Promise<SentForm> {
  if (!request.isMultipart())
    throw new Fault('unsupported-media-type', 'The body must be sent as multipart/form-data.');
  const form: SentForm = { files: new Map(), fields: new Map() };
  try {
    await readParts(request, form, files, fields, most);
  } catch (error) {
    // The parser of forms throws bare errors: what has a code of its own is somebody else's.
    if (error instanceof Fault || (error instanceof Error && 'code' in error)) throw error;
    throw new Fault('bad-request', 'The form cannot be read: it is broken off or malformed.');
  }
  return form;
}

async function readParts(
  request: FastifyRequest,
  form: SentForm,
  files: readonly string[],
  fields: readonly string[],
  most?: MostOfForm,
): Promise<void> {
  let bytes = 0;
  for await (const part of request.parts(most ? { limits: { fileSize: most.bytes } } : {})) {
    const known = (part.type === 'file' ? files : fields).includes(part.fieldname);
    if (!known) throw wrongPart(part.fieldname, `is not a ${part.type} known here`);
    if (form.files.has(part.fieldname) || form.fields.has(part.fieldname))
      throw wrongPart(part.fieldname, 'is given twice');
    if (part.type === 'file') {
      const content = await part.toBuffer().catch((error: unknown) => {
        throw isTooLarge(error) && most?.refusal ? most.refusal() : error;
      });
      bytes += content.length;
      if (most?.refusal && bytes > most.bytes) throw most.refusal();
      form.files.set(part.fieldname, { name: part.filename, bytes: content });
    } else form.fields.set(part.fieldname, String(part.value));
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE';

/** A refusal of a part of a form, by its name. */
export function wrongPart(name: string, reason: string): Fault {
  return new Fault('invalid-input', `The form's part “${name.slice(0, 60)}” ${reason}.`, [
    { path: `/${name.slice(0, 60)}`, message: reason },
  ]);
}
