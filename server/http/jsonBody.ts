import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Fault, type FaultCode } from '../core/fault.ts';
import { DEEPEST_JSON, type JsonObjection, objectionTo } from './jsonText.ts';

/** Makes `application/json` (and its relatives, such as GeoJSON) the only body the API takes, parsed with care. */
export function takeJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'application/geo+json'],
    { parseAs: 'buffer' },
    (_request, body: Buffer, done) => {
      try {
        done(null, parseJson(body));
      } catch (error) {
        done(error as Error, undefined);
      }
    },
  );
}

const OBJECTION_CODES: Readonly<Record<JsonObjection['kind'], FaultCode>> = {
  'too-deep': 'too-large',
  'duplicate-key': 'invalid-input',
  nul: 'invalid-input',
  'lone-surrogate': 'invalid-input',
  'prototype-key': 'invalid-input',
};

/** Parses a JSON body. Throws a `Fault` that says what is wrong with it. An absent body is `undefined`. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new Fault('bad-request', 'The body is not UTF-8 text.');
  const objection = objectionTo(bytes);
  if (objection !== null) throw refusal(objection);
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
  } catch (error) {
    const reason = error instanceof SyntaxError ? placeOf(error) : '';
    throw new Fault('bad-request', `The body is not JSON${reason}.`);
  }
}

function refusal({ kind, detail }: JsonObjection): Fault {
  const limit = kind === 'too-deep' ? { limit: 'levels', most: DEEPEST_JSON } : {};
  return new Fault(OBJECTION_CODES[kind], detail, [], limit);
}

/** Only the position, since the parser's own message quotes the input. */
function placeOf(error: SyntaxError): string {
  const position = /position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return ` (at character ${position})`;
  return error.message.includes('end of JSON') ? ' (it ends too early)' : '';
}
