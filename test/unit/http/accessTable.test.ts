import { describe, expect, it } from 'vitest';
import { member, open } from '../../../server/http/accessRules.ts';
import { AccessTable } from '../../../server/http/accessTable.ts';

describe('the access table', () => {
  const table = new AccessTable({ people: { 'POST /session': open }, jobs: { 'GET /jobs': member } });

  it('gives each route the rule that its own slice brought', () => {
    expect(table.ruleOf('POST', '/session')).toBe(open);
    expect(table.ruleOf('GET', '/jobs')).toBe(member);
  });

  it('lets HEAD follow GET', () => {
    expect(table.ruleOf('HEAD', '/jobs')).toBe(member);
  });

  it('has no rule for what nobody brought, not even under another method', () => {
    expect(() => table.ruleOf('GET', '/session')).toThrow('The route “GET /session” has no entry');
  });

  it('refuses two slices that claim the same route, and names both', () => {
    const claimed = { 'GET /jobs': member };
    expect(() => new AccessTable({ jobs: claimed, plans: claimed })).toThrow(
      'The route “GET /jobs” is in the access.ts of both jobs and plans.',
    );
  });
});
