import { describe, expect, it } from 'vitest';
import { placedInFile } from '../../../web/api/placedInFile.ts';

const refusal = (path: string, detail: string) => ({
  code: 'invalid-input',
  detail,
  errors: [{ path, message: 'no' }],
});

describe('a refusal of a checked file', () => {
  it.each([
    ['/features/features/0/geometry/coordinates/0/1', '/features/0/geometry/coordinates/0/1'],
    ['/file/features/7/geometry', '/features/7/geometry'],
    ['/parent/coordinates/0/2', '/parent/coordinates/0/2'],
    ['/crs', '/crs'],
  ])('tells %s as it is in the file', (sent, told) => {
    expect(placedInFile(refusal(sent, 'All of it.'))).toMatchObject({ detail: 'All of it.', errors: [{ path: told }] });
  });

  it('does not say its first place a second time in the words of the request', () => {
    expect(placedInFile(refusal('/features/features/0', 'At /features/features/0: no'))).toMatchObject({ detail: '' });
  });

  it('does not name the file as a place in itself', () => {
    expect(placedInFile(refusal('/file', 'The file is empty.'))).toMatchObject({
      detail: 'The file is empty.',
      errors: [],
    });
  });

  it('is left alone where it names no place', () => {
    expect(placedInFile({ code: 'unavailable', detail: 'Busy.' })).toEqual({ code: 'unavailable', detail: 'Busy.' });
  });
});
