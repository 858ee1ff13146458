import { circlesAmong, type Import } from './imports.ts';

/** The rooms of the server that every slice may use. */
const MECHANISMS = [
  'core',
  'db',
  'http',
  'json',
  'files',
  'threads',
  'jobs',
  'events',
  'audit',
  'backup',
  'log',
  'clock',
];
/** What stands around the slices and puts them together. */
const PROCESS = ['', 'commands'];
/** The rooms of the web that every area may use. */
const SHARED_WEB = ['map', 'ui', 'api'];

/** A wall of the house: its name and whether an import goes through it. */
export interface Wall {
  name: string;
  isBreached: (from: string, to: string) => boolean;
}

const partsOf = (file: string): string[] => file.split('/').slice(0, -1);
const roomOf = (file: string): string => partsOf(file)[1] ?? '';
const isSlice = (file: string): boolean =>
  file.startsWith('server/') && ![...MECHANISMS, ...PROCESS].includes(roomOf(file));
const isArea = (file: string): boolean => file.startsWith('web/') && !['app', ...SHARED_WEB, ''].includes(roomOf(file));

/** The walls that an import may stand against, as architecture.md's "Direction" draws them. */
export const WALLS: readonly Wall[] = [
  {
    name: 'core imports core',
    isBreached: (from, to) => from.startsWith('server/core/') && !to.startsWith('server/core/'),
  },
  {
    name: 'a slice calls another through its service',
    isBreached: (from, to) =>
      isSlice(from) && isSlice(to) && roomOf(from) !== roomOf(to) && to !== `server/${roomOf(to)}/service.ts`,
  },
  {
    name: 'a mechanism knows no slice',
    isBreached: (from, to) => MECHANISMS.includes(roomOf(from)) && from.startsWith('server/') && isSlice(to),
  },
  {
    name: 'nothing but the process imports the process',
    isBreached: (from, to) =>
      from.startsWith('server/') &&
      !PROCESS.includes(roomOf(from)) &&
      to.startsWith('server/') &&
      PROCESS.includes(roomOf(to)),
  },
  {
    name: 'the web imports nothing of the server but core',
    isBreached: (from, to) => from.startsWith('web/') && to.startsWith('server/') && !to.startsWith('server/core/'),
  },
  {
    name: 'the server imports nothing of the web',
    isBreached: (from, to) => from.startsWith('server/') && to.startsWith('web/'),
  },
  {
    name: 'an area imports map, ui and api, not another area and not the app',
    isBreached: (from, to) =>
      isArea(from) && to.startsWith('web/') && roomOf(from) !== roomOf(to) && !SHARED_WEB.includes(roomOf(to)),
  },
  {
    name: 'map, ui and api know no area and not the app',
    isBreached: (from, to) =>
      from.startsWith('web/') &&
      SHARED_WEB.includes(roomOf(from)) &&
      to.startsWith('web/') &&
      !SHARED_WEB.includes(roomOf(to)),
  },
];

/** The room a file stands in: a slice, a mechanism, a room of core, an area of the web. */
export const homeOf = (file: string): string =>
  partsOf(file)
    .slice(0, file.startsWith('server/core/') ? 3 : 2)
    .join('/');

/** Rooms that need each other. */
export const circlesOfRooms = (imports: readonly Import[]): string[][] =>
  circlesAmong(imports.map(({ from, to }) => [homeOf(from), homeOf(to)] as const));

/** Rooms within a slice, a mechanism or a part of core that need each other; what stands at its door is no room. */
export const circlesOfInnerRooms = (imports: readonly Import[]): string[][] =>
  circlesAmong(
    imports
      .filter(
        ({ from, to }) => homeOf(from) === homeOf(to) && [from, to].every((file) => innerRoomOf(file) !== homeOf(file)),
      )
      .map(({ from, to }) => [innerRoomOf(from), innerRoomOf(to)] as const),
  );

const innerRoomOf = (file: string): string =>
  partsOf(file)
    .slice(0, homeOf(file).split('/').length + 1)
    .join('/');

/** Files that need each other. */
export const circlesOfFiles = (imports: readonly Import[]): string[][] =>
  circlesAmong(imports.map(({ from, to }) => [from, to] as const));
