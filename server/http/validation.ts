import buildAjv from '@fastify/ajv-compiler';
import type { FastifyError, FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify';
import { Fault } from '../core/fault.ts';
import type { InputError } from '../core/inputError.ts';
import { flawOfText, TEXT_KINDS } from '../core/visibleText.ts';
import { geometryKeyword } from './geometryKeyword.ts';

const common = {
  removeAdditional: false,
  useDefaults: false,
  allErrors: false,
  strict: false,
  discriminator: true,
  // So that an error says which text it is about.
  verbose: true,
  keywords: [geometryKeyword],
  formats: Object.fromEntries(TEXT_KINDS.map((kind) => [kind, (text: string) => flawOfText(text, kind) === null])),
};

/**
 * Compiles the schemas of what comes in. Bodies are taken as they are: no type is coerced and no field dropped. Addresses and
 * queries are text, so there numbers and booleans are read from text.
 */
export const validatorCompiler: FastifySchemaCompiler<unknown> = (route) =>
  (route.httpPart === 'body' ? strictCompiler : textCompiler)(route);

const strictCompiler = compilerWith(false);
const textCompiler = compilerWith(true);

function compilerWith(coerceTypes: boolean): FastifySchemaCompiler<unknown> {
  return buildAjv()({}, { customOptions: { ...common, coerceTypes } }) as FastifySchemaCompiler<unknown>;
}

/** Finds what is wrong with texts by their names, which it turns into what the schema wants, in place. */
export function textErrors(schema: object): (values: object) => InputError[] {
  const validate = textCompiler({ schema, method: 'POST', url: '', httpPart: 'querystring' });
  return (values) => (validate(values) === true ? [] : summarise(validate.errors ?? []));
}

const PART_NAMES: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'address',
  headers: 'headers',
};

/** A failed schema check as a refusal that names every place. */
export function validationFault(error: FastifyError): Fault {
  const part = PART_NAMES[error.validationContext ?? 'body'] ?? 'body';
  const errors = summarise(error.validation ?? []);
  const first = errors[0];
  const where = first === undefined || first.path === '' ? `The ${part}` : `In the ${part}, ${first.path}`;
  return new Fault('invalid-input', `${where} ${first?.message ?? 'is not as expected'}.`, errors, { in: part });
}

/** One error per place; the alternatives of a union are told together. */
function summarise(found: readonly FastifySchemaValidationError[]): InputError[] {
  const unions = new Set(found.filter((one) => one.keyword === 'anyOf').map((one) => one.instancePath));
  const errors = new Map<string, InputError>();
  for (const one of found) {
    const path = pointerOf(one);
    const message = unions.has(one.instancePath) ? unionMessage(found, one.instancePath) : messageOf(one);
    if (!errors.has(path)) errors.set(path, { path, message });
  }
  return [...errors.values()];
}

function unionMessage(found: readonly FastifySchemaValidationError[], instancePath: string): string {
  const constants = found
    .filter((one) => one.instancePath === instancePath && one.keyword === 'const')
    .map((one) => JSON.stringify(one.params['allowedValue']));
  if (constants.length > 0) return `must be one of ${constants.join(', ')}`;
  const formats = found
    .filter((one) => one.instancePath === instancePath && one.keyword === 'format')
    .map((one) => String(one.params['format']));
  return formats.length > 0 ? `must be a ${formats.join(' or a ')}` : 'fits none of the allowed forms';
}

function pointerOf(error: FastifySchemaValidationError): string {
  const { missingProperty, additionalProperty, tag } = error.params;
  const member = { required: missingProperty, discriminator: tag }[error.keyword] ?? additionalProperty;
  return typeof member === 'string' ? `${error.instancePath}/${escapeMember(member)}` : error.instancePath;
}

/** RFC 6901, section 3. */
const escapeMember = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function messageOf(error: FastifySchemaValidationError): string {
  if (error.keyword === 'required') return 'is missing';
  if (error.keyword === 'additionalProperties') return 'is not known here';
  if (error.keyword === 'discriminator')
    return error.params['error'] === 'tag' ? 'is missing' : 'is not one of those known here';
  const kind = TEXT_KINDS.find((one) => error.keyword === 'format' && error.params['format'] === one);
  if (kind !== undefined && 'data' in error) return flawOfText(String(error.data), kind) ?? 'is not as expected';
  const allowed = error.params['allowedValues'];
  if (error.keyword === 'enum' && Array.isArray(allowed))
    return `must be one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`;
  return error.message ?? 'is not as expected';
}
