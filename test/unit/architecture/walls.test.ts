import { describe, expect, test } from 'vitest';
import { circlesAmong, filesBelow, importsBelow, importsIn, textOf } from './imports.ts';
import { circlesOfFiles, circlesOfInnerRooms, circlesOfRooms, homeOf, WALLS } from './walls.ts';

const imports = importsBelow(['server', 'web']);
const shown = ([from, to]: readonly [string, string]): string => `${from} -> ${to}`;

/** Imports that breach each wall, by its name: a wall that lets everything through would hold nothing. */
const PROBES = [
  ['core imports core', 'server/core/plans/a.ts', 'server/http/problem.ts'],
  ['a slice calls another through its service', 'server/lookup/a.ts', 'server/people/queries.ts'],
  ['a mechanism knows no slice', 'server/http/a.ts', 'server/people/service.ts'],
  ['nothing but the process imports the process', 'server/http/a.ts', 'server/config.ts'],
  ['the web imports nothing of the server but core', 'web/api/a.ts', 'server/http/problem.ts'],
  ['the server imports nothing of the web', 'server/http/a.ts', 'web/ui/formats.ts'],
  ['an area imports map, ui and api, not another area and not the app', 'web/check/a.ts', 'web/planner/b.ts'],
  ['an area imports map, ui and api, not another area and not the app', 'web/check/a.ts', 'web/app/b.ts'],
  ['map, ui and api know no area and not the app', 'web/ui/a.ts', 'web/app/b.ts'],
  ['map, ui and api know no area and not the app', 'web/map/a.ts', 'web/planner/b.ts'],
] as const;

describe('the walls of the house', () => {
  test.each(WALLS.map(({ name, isBreached }) => ({ name, isBreached })))('$name', ({ isBreached }) => {
    const breaches = imports.filter(({ from, to }) => isBreached(from, to)).map(({ from, to }) => shown([from, to]));
    expect(breaches).toEqual([]);
  });

  test('SQL stands in queries, db and migrations only', () => {
    const mayHoldIt = /(^|\/)\w*[qQ]ueries\.ts$|\/queries\/|^server\/(db|core)\//;
    const started = /\bsql[`<.]|\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/;
    const goneOnWith = /\.(where|orderBy|returning|executeTakeFirst)\(/;
    const holding = filesBelow('server').filter(
      (file) => !mayHoldIt.test(file) && [started, goneOnWith].some((sign) => sign.test(textOf(file))),
    );
    expect(holding).toEqual([]);
  });

  test.each(['access', 'tables'])('the %s.ts of every slice is taken up in the one of the server', (name) => {
    const own = filesBelow('server').filter((file) => new RegExp(`^server/\\w+/${name}\\.ts$`).test(file));
    const taken = imports.filter(({ from }) => from === `server/${name}.ts`).map(({ to }) => to);
    expect(own.filter((file) => !file.startsWith('server/db/') && !taken.includes(file))).toEqual([]);
  });

  test('only one clock asks the machine for the time', () => {
    const asking = filesBelow('server').filter((file) => /\bnew Date\(\)|\bDate\.now\b/.test(textOf(file)));
    expect(asking).toEqual(['server/clock/clock.ts']);
  });

  test('the owner of the tables works for nobody who asks over the network', () => {
    const asOwner = filesBelow('server').filter((file) => /\bdatabase\.owner\b|\{ owner \}/.test(textOf(file)));
    expect(asOwner.filter((file) => !/^server\/(process\.ts|commands\/|backup\/|db\/)/.test(file))).toEqual([]);
  });

  test('no file needs itself by way of others', () => {
    expect(circlesOfFiles(imports)).toEqual([]);
  });

  test.each(['web/', 'server/'])('no room of %s needs itself by way of others', (house) => {
    const inside = imports.filter(({ from, to }) => from.startsWith(house) && to.startsWith(house));
    expect(circlesOfRooms(inside)).toEqual([]);
  });

  test('no room within a slice needs itself by way of others', () => {
    expect(circlesOfInnerRooms(imports.filter(({ from }) => from.startsWith('server/')))).toEqual([]);
  });

  test.each(PROBES)('%s: %s may not import %s', (name, from, to) => {
    expect(WALLS.find((wall) => wall.name === name)?.isBreached(from, to)).toBe(true);
  });

  test('every wall has such an import', () => {
    expect([...new Set(PROBES.map(([name]) => name))]).toEqual(WALLS.map(({ name }) => name));
  });
});

describe('what is read of a file', () => {
  const read = (text: string) => importsIn('web/map/a.ts', text).map(({ to }) => to);

  test('is everything it imports, types, exports again, and what it loads later', () => {
    const text = `import type { A } from './b.ts'; import './c.css'; export * from '../ui/d.ts'; const l = () => import('../e.ts');`;
    expect(read(text).toSorted()).toEqual(['web/e.ts', 'web/map/b.ts', 'web/map/c.css', 'web/ui/d.ts']);
  });

  test('is not what packages are imported', () => {
    expect(read(`import { useState } from 'react'; import x from '@turf/area';`)).toEqual([]);
  });

  test('belongs to the room the file stands in', () => {
    expect([homeOf('server/core/plans/verbs/a.ts'), homeOf('server/plans/a.ts'), homeOf('web/ui/b/c.ts')]).toEqual([
      'server/core/plans',
      'server/plans',
      'web/ui',
    ]);
  });

  test('counts as circles of inner rooms only those beside each other, not with the door of their slice', () => {
    const links = [
      ['server/plans/edits/a.ts', 'server/plans/views/b.ts'],
      ['server/plans/views/c.ts', 'server/plans/edits/d.ts'],
      ['server/plans/service.ts', 'server/plans/routes/e.ts'],
      ['server/plans/routes/e.ts', 'server/plans/service.ts'],
    ].map(([from, to]) => ({ from, to }) as { from: string; to: string });
    expect(circlesOfInnerRooms(links)).toEqual([['server/plans/edits', 'server/plans/views']]);
  });

  test('a circle is found however long it is', () => {
    expect(
      circlesAmong([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['c', 'd'],
        ['e', 'e'],
      ]),
    ).toEqual([['a', 'b', 'c']]);
  });
});
