import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { Type } from 'typebox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FilePart } from '../../../server/core/formParts.ts';
import { sendProblem } from '../../../server/http/problem.ts';
import { formReader, type Upload } from '../../../server/http/upload.ts';

const app = Fastify();
let read: Upload<Record<string, unknown>> | undefined;
beforeAll(async () => {
  await app.register(multipart, { limits: { fileSize: 100 }, throwFileSizeLimit: true });
  app.setErrorHandler(sendProblem);
  const readForm = formReader(
    Type.Object({
      file: FilePart,
      level: Type.Optional(Type.Enum(['grid', 'unit'] as const)),
      metres: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
      number: Type.Optional(Type.Boolean()),
    }),
  );
  app.post('/', async (request) => {
    read = await readForm(request);
    return {};
  });
});
afterAll(() => app.close());

const FILE = { name: 'file', content: 'abc', file: 'a.csv' };

/** Sends parts of a form; gives the status, and which parts were refused. */
async function send(...parts: { name: string; content: string; file?: string }[]): Promise<[number, string[]]> {
  const texts = parts.map(
    ({ name, content, file }) =>
      `--x\r\ncontent-disposition: form-data; name="${name}"${file ? `; filename="${file}"` : ''}\r\n\r\n${content}\r\n`,
  );
  const answer = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: `${texts.join('')}--x--\r\n`,
  });
  const { errors = [] } = answer.json<{ errors?: { path: string }[] }>();
  return [answer.statusCode, errors.map(({ path }) => path)];
}

describe('a form', () => {
  it('is read as its schema says: files as bytes, texts as what they stand for', async () => {
    const sent = await send({ name: 'metres', content: '2.5' }, FILE, { name: 'number', content: 'true' });
    expect(sent).toEqual([200, []]);
    expect(read?.parts).toEqual({ metres: 2.5, number: true, file: { name: 'a.csv', bytes: Buffer.from('abc') } });
  });

  it('takes a text that is empty for one that was not sent', async () => {
    expect(await send(FILE, { name: 'level', content: '' })).toEqual([200, []]);
    expect(read?.parts).not.toHaveProperty('level');
  });

  it.each([
    ['a part that is not known', [FILE, { name: 'other', content: '1' }], '/other'],
    ['a text where a file belongs', [{ name: 'file', content: 'abc' }], '/file'],
    ['a file where a text belongs', [FILE, { name: 'level', content: 'grid', file: 'b.csv' }], '/level'],
    ['a part given twice', [FILE, FILE], '/file'],
    ['a file that is missing', [{ name: 'level', content: 'grid' }], '/file'],
    ['a text that is none of the choices', [FILE, { name: 'level', content: 'district' }], '/level'],
    ['a text that is no number', [FILE, { name: 'metres', content: 'far' }], '/metres'],
    ['a number that is too large', [FILE, { name: 'metres', content: '101' }], '/metres'],
    ['a text that is neither true nor false', [FILE, { name: 'number', content: 'perhaps' }], '/number'],
  ])('is refused for %s, which it names', async (_what, parts, path) => {
    expect(await send(...parts)).toEqual([422, [path]]);
  });

  it('is refused for a part by the name of something that every object has', async () => {
    expect(await send(FILE, { name: 'toString', content: '1' })).toEqual([400, []]);
  });

  it('is refused for a file that is larger than files may be', async () => {
    expect(await send({ ...FILE, content: 'a'.repeat(101) })).toEqual([413, []]);
  });

  it('has one digest for the same parts and another for others', async () => {
    const digestOf = async (...parts: Parameters<typeof send>) => {
      await send(...parts);
      return JSON.stringify(read?.digest);
    };
    const first = await digestOf(FILE);
    expect(await digestOf(FILE)).toBe(first);
    expect(await digestOf({ ...FILE, content: 'abd' })).not.toBe(first);
    expect(await digestOf(FILE, { name: 'metres', content: '1' })).not.toBe(first);
  });
});
