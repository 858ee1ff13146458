import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Fault, type FaultCode } from '../core/fault.ts';
import { sqlStateOf } from '../db/transaction.ts';
import { type Trouble, troubleOf } from '../db/trouble.ts';
import { validationFault } from './validation.ts';

/** Status and title of each fault; the closed list of everything the API refuses with. */
const PROBLEMS: Readonly<Record<FaultCode, { status: number; title: string }>> = {
  'bad-request': { status: 400, title: 'The request cannot be read' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  'locked-out': { status: 429, title: 'Locked out for a while' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'outside-coverage': { status: 404, title: 'Outside the district' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'In conflict with the present state' },
  stale: { status: 409, title: 'Changed in the meantime' },
  'code-taken': { status: 409, title: 'Code already taken' },
  'too-large': { status: 413, title: 'Too large' },
  'unsupported-media-type': { status: 415, title: 'Media type not supported' },
  'invalid-input': { status: 422, title: 'The content is not acceptable' },
  'key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'swapped-coordinates': { status: 422, title: 'Longitude and latitude are swapped' },
  'unreadable-file': { status: 422, title: 'The file cannot be read' },
  'coverage-broken': { status: 422, title: 'The boundaries have gaps or overlaps' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available at the moment' },
};

const PROBLEM_JSON = 'application/problem+json; charset=utf-8';
/** Whoever is told to wait longer than this waits for somebody, not for something. */
const SHORTLY_SECONDS = 5;

/** The body of a problem answer, RFC 9457. */
export function problemOf(fault: Fault): { status: number; body: Record<string, unknown> } {
  const { status, title } = PROBLEMS[fault.code];
  return {
    status,
    body: {
      type: `urn:gridwarden:problem:${fault.code}`,
      title,
      status,
      detail: fault.detail,
      code: fault.code,
      ...(fault.errors.length > 0 ? { errors: fault.errors } : {}),
      ...fault.members,
    },
  };
}

/** Fastify's error handler: every error leaves as a problem; what is no refusal is logged as the bug it is. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const fault = faultOf(error);
  if (fault === null) {
    request.log.error(
      { err: error, route: request.routeOptions.url },
      'a bug: something other than a Fault was thrown',
    );
    return send(reply, 500, {
      type: 'about:blank',
      title: STATUS_CODES[500],
      status: 500,
      detail: 'Something went wrong here that should not have. It has been recorded; the request id helps to find it.',
      requestId: request.id,
    });
  }
  if (fault !== error && fault.code === 'unavailable') noteTrouble(error as Error, request);
  const { status, body } = problemOf(named(fault, request));
  const retryAfter = fault.members['retryAfterSeconds'];
  if (typeof retryAfter === 'number') reply.header('retry-after', String(retryAfter));
  if (status === 401) reply.header('www-authenticate', challenge(request));
  return send(reply, status, body);
}

/** What the answer leaves out: the server's own words may name its address or its files. */
function noteTrouble(error: Error & { code?: string }, request: FastifyRequest): void {
  const told = { trouble: troubleOf(error)?.kind, code: error.code, reason: error.message };
  request.log.warn(
    { ...told, route: request.routeOptions.url },
    'the database or the disk keeps a request from its work',
  );
}

function unavailable({ sentence, retryAfterSeconds }: Trouble): Fault {
  const next =
    retryAfterSeconds > SHORTLY_SECONDS
      ? 'Whoever runs this service has to see to it; then it goes on by itself.'
      : 'Please try again shortly.';
  return new Fault('unavailable', `${sentence}. ${next}`, [], { retryAfterSeconds });
}

/** A body that is too large is told how large it may be. */
function named(fault: Fault, request: FastifyRequest): Fault {
  if (fault.code !== 'too-large' || 'limit' in fault.members) return fault;
  const most = request.routeOptions.bodyLimit;
  if (most === undefined) return fault;
  return new Fault(fault.code, `${fault.detail} At most ${most} bytes are taken here.`, fault.errors, {
    ...fault.members,
    limit: 'bytes',
    most,
  });
}

function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  // As text, so that no route's response schema cuts members off.
  return reply.code(status).header('cache-control', 'no-store').type(PROBLEM_JSON).send(JSON.stringify(body));
}

/** GIS programs answer a Basic challenge; browsers would open their own sign-in box, so the API does not offer it them. */
function challenge(request: FastifyRequest): string {
  return request.url.startsWith('/ogc') ? 'Basic realm="Gridwarden", charset="UTF-8"' : 'Bearer realm="Gridwarden"';
}

/** The refusal an error stands for, or null for a bug. */
export function faultOf(error: unknown): Fault | null {
  if (error instanceof Fault) return error;
  if (isRowRefused(error)) return new Fault('forbidden', 'This lies outside what your roles cover.');
  const trouble = troubleOf(error);
  if (trouble !== null) return unavailable(trouble);
  if (!isFastifyError(error)) return null;
  if (error.validation !== undefined) return validationFault(error);
  return frameworkFault(error);
}

/** A row that the database's own wall refused: the service should have refused it before, in better words. */
const isRowRefused = (error: unknown): boolean =>
  sqlStateOf(error) === '42501' && /row-level security/.test((error as Error).message);

function isFastifyError(error: unknown): error is FastifyError {
  if (!(error instanceof Error)) return false;
  // What sends files names a status and no code.
  return ('code' in error && typeof error.code === 'string') || ('statusCode' in error && !('code' in error));
}

const FRAMEWORK_FAULTS: Readonly<Record<string, readonly [FaultCode, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'The body must be sent as application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['bad-request', 'The body is empty where JSON was expected.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad-request', 'The body is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The body is not as long as its Content-Length says.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'The body is larger than this route takes.'],
  FST_ERR_BAD_URL: ['bad-request', 'The address is not a valid URL.'],
  FST_ERR_MAX_PARAM_LENGTH: ['bad-request', 'A part of the address is too long.'],
  FST_REQ_FILE_TOO_LARGE: ['too-large', 'The file is larger than this route takes.'],
  FST_PARTS_LIMIT: ['too-large', 'The form has more parts than this route takes.'],
  FST_FILES_LIMIT: ['too-large', 'The form has more files than this route takes.'],
  FST_FIELDS_LIMIT: ['too-large', 'The form has more fields than this route takes.'],
};

function frameworkFault(error: FastifyError): Fault | null {
  const known = FRAMEWORK_FAULTS[error.code];
  if (known !== undefined) return new Fault(known[0], known[1]);
  const status = error.statusCode ?? 500;
  if (status === 413) return new Fault('too-large', 'The request is larger than this route takes.');
  if (status === 415 || status === 406)
    return new Fault('unsupported-media-type', 'The body must be sent as application/json.');
  if (status === 404) return new Fault('not-found', 'There is nothing at this address.');
  if (status >= 400 && status < 500) return new Fault('bad-request', 'The request cannot be read.');
  return null;
}

/** What the raw socket answers to bytes that are not HTTP. */
export function rawProblem(status: 400 | 408 | 431): string {
  const titles = {
    400: 'The request cannot be read',
    408: 'The request took too long',
    431: 'The headers are too large',
  };
  const body = JSON.stringify({
    type: 'urn:gridwarden:problem:bad-request',
    title: titles[status],
    status,
    detail: `${titles[status]}.`,
    code: 'bad-request',
  });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
