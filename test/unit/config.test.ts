import { describe, expect, it } from 'vitest';
import { ConfigError, isLoopback, readConfig } from '../../server/config.ts';

describe('the environment', () => {
  it('may be empty: every variable has a default', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: null,
      demo: null,
      publicLookup: false,
      district: '05',
    });
  });

  it('counts empty variables as absent', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', DEMO: '' })).toMatchObject({
      port: 8080,
      databaseUrl: null,
      demo: null,
    });
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1e3'],
    ['JT808_PORT', '6808.5'],
    ['HOST', 'not a host'],
    ['DATABASE_URL', 'mysql://root@localhost/x'],
    ['DATABASE_URL', 'localhost:5432'],
    ['REDIS_URL', 'http://localhost'],
    ['BASEMAP_STYLE', 'file:///etc/passwd'],
    ['DEMO', 'yes'],
    ['PUBLIC_LOOKUP', 'true'],
    ['GRIDWARDEN_ADMIN_PASSWORD', 'short'],
    ['GRIDWARDEN_DISTRICT', '5'],
    ['TRUST_PROXY', 'nginx'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', '10'],
    ['TRUST_PROXY', '10.0.0.5 10.0.0.6'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '10.0.0.5, ::/0'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s with a sentence that names the variable', (variable, value) => {
    expect(() => readConfig({ [variable]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [variable]: value })).toThrow(new RegExp(`^${variable} must .*\\.$`));
  });

  it('keeps a database’s password out of the sentence', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://root:s3cret@db/x' })).toThrow(/^(?!.*s3cret)/);
  });

  it('knows which addresses only this machine reaches', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', 'example.org'].some(isLoopback)).toBe(false);
  });
});
