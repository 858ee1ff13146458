import { describe, expect, it } from 'vitest';
import { troubleOf } from '../../../server/db/trouble.ts';

const withCode = (code: string, message = 'x', more: object = {}) => Object.assign(new Error(message), { code }, more);

describe('what an error says of the database', () => {
  it.each([
    ['away', ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', '08000', '08006', '08P01']],
    ['away', ['57P01', '57P02', '57P03', '57P04', '57P05', '25P03']],
    ['unknownHost', ['ENOTFOUND', 'EAI_AGAIN']],
    ['refused', ['28P01', '28000', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID']],
    ['missing', ['3D000']],
    ['crowded', ['53300', '53200', '53400']],
    ['busy', ['40001', '40P01', '55P03', '57014']],
    ['full', ['53100']],
    ['readOnly', ['25006']],
    ['damaged', ['58030', '58P01', 'XX001', 'XX002']],
    ['notAllowed', ['42501']],
    ['ownDisk', ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EMFILE']],
  ])('is “%s” for %s', (kind, codes) => {
    for (const code of codes) expect(troubleOf(withCode(code))?.kind, code).toBe(kind);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Cannot use a pool after calling end on the pool',
  ])('is “away” where pg says only: %s', (message) => {
    expect(troubleOf(new Error(message))?.kind).toBe('away');
  });

  it('is that of the first address of several that were tried', () => {
    const both = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]);
    expect(troubleOf(both)?.kind).toBe('away');
  });

  it('is “away” where the connection has ended with it, whatever the state', () => {
    expect(troubleOf(withCode('XX000', 'x', { severity: 'FATAL' }))?.kind).toBe('away');
    expect(troubleOf(withCode('55000', 'x', { severity: 'PANIC' }))?.kind).toBe('away');
  });

  it('is nothing for a query that is wrong, a bug, or what was never an error', () => {
    for (const code of ['42601', '42P01', '23505', '22P02', 'XX000', 'FST_ERR_VALIDATION', 'ENOENT', 'EEXIST'])
      expect(troubleOf(withCode(code)), code).toBeNull();
    for (const other of [new TypeError('x is undefined'), 'Connection terminated', null, undefined])
      expect(troubleOf(other)).toBeNull();
  });

  it('is told without the words of the error, which may name hosts, accounts and files', () => {
    const error = withCode('ENOTFOUND', 'getaddrinfo ENOTFOUND secret.example');
    expect(troubleOf(error)?.sentence).not.toMatch(/secret|getaddrinfo/);
  });
});
