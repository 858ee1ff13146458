import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Fault, type FaultCode } from '../core/fault.ts';
import { placeInJson, pointerPart } from './jsonPlace.ts';
import { DEEPEST_JSON, type JsonObjection, objectionTo } from './jsonText.ts';

/** Makes `application/json` (and its relatives, such as GeoJSON) the only body the API takes, parsed with care. */
export function takeJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // What is packed may be a thousand times larger than it looks, so nothing that is packed is unpacked here.
  app.addHook('preParsing', ({ headers: { 'content-encoding': encoding } }, _reply, payload, done) => {
    if (encoding === undefined || encoding.toLowerCase() === 'identity') done(null, payload);
    else done(new Fault('unsupported-media-type', PACKED));
  });
  app.addContentTypeParser(
    ['application/json', 'application/geo+json'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      try {
        done(null, request.routeOptions.config.bodyElsewhere ? body : parseJson(body));
      } catch (error) {
        done(error as Error, undefined);
      }
    },
  );
}

const PACKED = 'Bodies are taken as they are: please send this one without Content-Encoding.';

const OBJECTION_CODES: Readonly<Record<JsonObjection['kind'], FaultCode>> = {
  'too-deep': 'too-large',
  'duplicate-key': 'invalid-input',
  nul: 'invalid-input',
  'lone-surrogate': 'invalid-input',
  'prototype-key': 'invalid-input',
};

const SAYINGS: Readonly<Record<JsonObjection['kind'], string>> = {
  'too-deep': 'is nested too deep',
  'duplicate-key': 'is given twice',
  nul: 'has the character NUL',
  'lone-surrogate': 'has half a character',
  'prototype-key': 'is not accepted',
};

/** Parses a JSON body. Throws a `Fault` that says what is wrong with it and where. An absent body is `undefined`. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new Fault('bad-request', 'The body is not UTF-8 text.');
  const objection = objectionTo(bytes);
  if (objection !== null) throw refusal(bytes, objection);
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
  } catch {
    throw notJson(text);
  }
}

function refusal(bytes: Buffer, { kind, detail, byte, key }: JsonObjection): Fault {
  const limit = kind === 'too-deep' ? { limit: 'levels', most: DEEPEST_JSON } : {};
  const at = bytes.toString('utf8', 0, byte).length;
  const path = placeInJson(bytes.toString('utf8'), at).pointer + (key === undefined ? '' : pointerPart(key));
  return new Fault(OBJECTION_CODES[kind], detail, [{ path, message: SAYINGS[kind] }], limit);
}

/** Says where the text stops being JSON, without quoting it as the parser's own message does. */
function notJson(text: string): Fault {
  const { pointer, at } = placeInJson(text);
  if (at >= text.length) {
    return new Fault('bad-request', 'The body is not JSON: it ends too early.', [
      { path: pointer, message: 'is not finished' },
    ]);
  }
  return new Fault('bad-request', `The body is not JSON (at character ${at}).`, [
    { path: pointer, message: `is not JSON at character ${at}` },
  ]);
}
