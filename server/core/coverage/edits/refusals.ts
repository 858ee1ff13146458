import { Fault } from '../../fault.ts';

/**
 * Why a verb refuses an edit: the closed list, each with its sentence. `{…}` are filled from the refusal's members, so that an
 * interface can say the same in its own language by `reason` and members.
 */
export const REASONS = {
  'not-a-position': 'A position is [longitude, latitude], two finite numbers.',
  'exchanged-position': 'Longitude and latitude are exchanged.',
  'no-place-on-earth': 'This is no place on earth.',
  'line-without-length': 'The line has no length.',
  'line-crosses-itself': 'The line crosses itself.',
  'line-starts-inside': 'The line starts inside {grid}, short of its border.',
  'line-ends-inside': 'The line ends inside {grid}, short of its border.',
  'line-parts-nothing': 'The line does not part {grid}: it must run through it from border to border.',
  'too-close-to-border': 'The line runs too close to the border to be told from it here.',
  'moves-other-ground':
    'This would move other ground than was drawn, between {grids}: the lines run too close to each other or to a border here.',
  'area-crosses-itself': 'The drawn area crosses or touches itself.',
  'area-covers-nothing': 'The drawn area covers nothing of {grid}.',
  'area-covers-all': 'The drawn area covers all of {grid}: merge the two grids instead.',
  'same-grid': 'Two different grids are wanted here.',
  'grid-named-twice': 'A grid is named twice.',
  'too-few-grids': 'It takes at least two grids to merge.',
  'keep-not-among': '{grid} is not one of the grids to be merged.',
  'grids-apart': '{grid} shares no border with the others: only grids that lie side by side can be merged.',
  'no-corner-here': 'No grid has a corner here.',
  'corner-moved-twice': 'This corner is moved twice.',
  'corner-here-already': 'There is a corner here already.',
  'no-straight-border': 'No border runs straight between these two corners.',
  'borders-meet-here': 'Borders of {grids} meet in this corner: it cannot go.',
  'nothing-left': 'Nothing would be left of a part of {grid}.',
  'path-closed': 'The path must start and end at two different points of the border.',
  'path-off-border': 'The path must start and end on the border between {one} and {other}, on one stretch of it.',
  'path-cuts-through': 'The path would cut through {grid}.',
  'no-common-border': 'No two grids share a border that goes through both points.',
  'no-shared-border': '{one} and {other} share no border.',
  'no-spare-corner': 'No corner of the border between {one} and {other} can be left out within {metres} m.',
  'no-such-unit': 'There is no unit {unit}.',
  'same-unit': '{grid} belongs to {unit} already.',
  'name-wanted': 'A name is wanted here.',
  'same-name': '{grid} has this name already.',
  'no-gap-here': 'There is no gap here any more.',
  'no-overlap-here': '{grid} overlaps no other grid here any more.',
  'repair-first': 'The border of {grid} crosses or touches itself: repair that first.',
  'nothing-outside-here': '{grid} has nothing outside the district here any more.',
  'no-loose-corner-here': 'No corner stands on one side of a border only here any more.',
  'put-and-removed': '{grid} is both put and removed.',
  'no-collection': 'A FeatureCollection with features is wanted here.',
  'outline-given': 'The outline of the district is given from above: its corners stay, and new ones lie on it.',
  'changes-nothing': 'This would change nothing.',
  'no-such-grid': 'There is no grid {grid} here.',
  'unit-full': 'Unit {unit} has {left} grid numbers left.',
} as const;
export type Reason = keyof typeof REASONS;

/** The sentence of a reason with its members filled in. */
export const sentenceOf = (reason: Reason, members: Readonly<Record<string, unknown>> = {}): string =>
  REASONS[reason].replace(/\{(\w+)\}/g, (_, name: string) => wordsOf(members[name]));

const wordsOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** A refused argument: `invalid-input` with its place in the edit, the reason and its members. */
export function refusal(path: string, reason: Reason, members: Record<string, unknown> = {}): Fault {
  const message = sentenceOf(reason, members);
  return new Fault('invalid-input', message, [{ path, message }], { reason, ...members });
}

/** A refused result: `coverage-broken`, because the coverage would not be one any more. `faults` are placed where they can be. */
export function broken(reason: Reason, members: Record<string, unknown> = {}, faults: unknown[] = []): Fault {
  return new Fault('coverage-broken', sentenceOf(reason, members), [], { reason, ...members, faults });
}
