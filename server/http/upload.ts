import { createHash } from 'node:crypto';
import type { FastifyRequest, FastifySchemaCompiler } from 'fastify';
import type { Static, TObject } from 'typebox';
import { Fault } from '../core/fault.ts';
import type { FormFile } from '../core/formParts.ts';
import type { InputError } from '../core/inputError.ts';
import { textErrors, validatorCompiler } from './validation.ts';

/** A multipart form as its schema says it. */
export interface Upload<T> {
  parts: T;
  /** What it says, in short: for the hash of a request with an `Idempotency-Key`. */
  digest: object;
}

/** What each file of a form may hold, where that is less than the context takes. */
export interface MostOfForm {
  bytes: number;
  /** What to say instead of what the parser of forms says; then it holds for all files together. */
  refusal?: () => Fault;
}

/** The files and texts of a form by the names of their parts. */
interface SentParts {
  files: Map<string, FormFile>;
  fields: Map<string, string>;
}

/** What a route that takes a form adds to its schema: the form is described there, and read by a `formReader`. */
export const FORM = { consumes: ['multipart/form-data'] };

/** The validator of such a route: its body comes part by part, later. */
export const formValidator: FastifySchemaCompiler<unknown> = (route) =>
  route.httpPart === 'body' ? () => true : validatorCompiler(route);

/**
 * A reader of one multipart form: its files are the schema's parts of the format `binary`, all others are texts, read as what the schema
 * wants; an empty text is none. It throws a `Fault` that names the part which is unknown, given twice, missing or wrong.
 */
export function formReader<F extends TObject>(
  form: F,
): (request: FastifyRequest, most?: MostOfForm) => Promise<Upload<Static<F>>> {
  const errorsOf = textErrors(form);
  return async (request, most) => {
    const { files, fields } = await readSent(request, form, most);
    const values: Record<string, unknown> = Object.fromEntries([...fields].filter(([, text]) => text !== ''));
    for (const name of files.keys()) values[name] = '';
    const errors = errorsOf(values);
    if (errors.length > 0) throw wrongParts(errors);
    return { parts: { ...values, ...Object.fromEntries(files) } as Static<F>, digest: digestOf({ files, fields }) };
  };
}

function digestOf({ files, fields }: SentParts): object {
  const digests = [...files].map(([part, { name, bytes }]) => [
    part,
    { name, sha256: createHash('sha256').update(bytes).digest('hex') },
  ]);
  return { fields: Object.fromEntries(fields), files: Object.fromEntries(digests) };
}

async function readSent(request: FastifyRequest, form: TObject, most?: MostOfForm): Promise<SentParts> {
  if (!request.isMultipart())
    throw new Fault('unsupported-media-type', 'The body must be sent as multipart/form-data.');
  const sent: SentParts = { files: new Map(), fields: new Map() };
  try {
    await readParts(request, sent, form, most);
  } catch (error) {
    // The parser of forms throws bare errors: what has a code of its own is somebody else's.
    if (error instanceof Fault || (error instanceof Error && 'code' in error)) throw error;
    throw new Fault('bad-request', 'The form cannot be read: it is broken off or malformed.');
  }
  return sent;
}

async function readParts(
  request: FastifyRequest,
  { files, fields }: SentParts,
  { properties }: TObject,
  most?: MostOfForm,
): Promise<void> {
  let bytes = 0;
  for await (const part of request.parts(most ? { limits: { fileSize: most.bytes } } : {})) {
    const name = part.fieldname;
    const isFile = part.type === 'file';
    if (!Object.hasOwn(properties, name) || isFilePart(properties[name]) !== isFile)
      throw wrongPart(name, `is not a ${part.type} known here`);
    if (files.has(name) || fields.has(name)) throw wrongPart(name, 'is given twice');
    if (part.type === 'file') {
      const content = await part.toBuffer().catch((error: unknown) => {
        throw isTooLarge(error) && most?.refusal ? most.refusal() : error;
      });
      bytes += content.length;
      if (most?.refusal && bytes > most.bytes) throw most.refusal();
      files.set(name, { name: part.filename, bytes: content });
    } else fields.set(name, String(part.value));
  }
}

const isFilePart = (schema: object | undefined): boolean =>
  schema !== undefined && 'format' in schema && schema.format === 'binary';

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_REQ_FILE_TOO_LARGE';

const wrongPart = (name: string, message: string): Fault => wrongParts([{ path: `/${name.slice(0, 60)}`, message }]);

/** A refusal of parts of a form, by their names. */
function wrongParts(errors: readonly InputError[]): Fault {
  const { path = '', message = '' } = errors[0] ?? {};
  return new Fault('invalid-input', `The form's part “${path.slice(1)}” ${message}.`, errors);
}
