import { beforeEach, describe, expect, test } from 'vitest';
import { StreetNetwork } from '../../../server/core/coverage/streetPath.ts';
import type { DrawGesture, Position } from '../../../web/map/scene.ts';
import { latticeOf } from '../../../web/planner/drawing/map/nearby.ts';
import { EditSession } from '../../../web/planner/drawing/session/editSession.ts';
import { SplitTool } from '../../../web/planner/drawing/tools/splitTool.ts';
import { alongStreets } from '../../../web/planner/drawing/tools/streetLine.ts';
import { fourSquares, place } from '../coverage/edits/grounds.ts';
import { PlannedService } from './plannedService.ts';

const SOUTH: Position = place(1, 0);
const INSIDE: Position = place(1, 1);
const NORTH: Position = place(1, 2);
const BESIDE: Position = place(0.5, 1);

let session: EditSession;
let tool: SplitTool;
const gesture = () => tool.view.gesture as DrawGesture;
/** As the map tells of clicks: the last point is where the pointer is, and a click repeats it. */
const click = (...points: Position[]) => gesture().onChange([...points, points.at(-1) as Position], false);
const pointAt = (at: Position) => gesture().snap?.({ at, metresPerPixel: 1, shift: false, alt: false });
const drawn = () => tool.view.sketch?.lines?.[0]?.path;

beforeEach(() => {
  session = new EditSession({
    ground: fourSquares(),
    revision: 0,
    undo: null,
    redo: null,
    isBeyond: () => false,
    line: new PlannedService(fourSquares()),
    store: { read: () => [], write: () => undefined, settle: () => undefined },
    newKey: () => 'key',
  });
  tool = new SplitTool({ session, streets: () => null, selected: () => undefined, select: () => undefined }, false);
});

describe('a line in the drawing', () => {
  test('that is ended too early stays and says why, and goes on from where it was', () => {
    const before = gesture().key;
    click(SOUTH);
    click(SOUTH, INSIDE);
    tool.confirm();
    expect(tool.view.refusal?.reason).toBe('line-ends-inside');
    expect(session.view.unsent).toBe(0);
    expect(gesture().key).not.toBe(before);
    pointAt(NORTH);
    expect(drawn()).toEqual([SOUTH, INSIDE, NORTH]);
    expect(tool.view.isReady).toBe(true);
    click(NORTH);
    expect(session.view.unsent).toBe(1);
  });

  test('takes its last point back, and with the first one everything', () => {
    click(SOUTH);
    click(SOUTH, BESIDE);
    tool.remove();
    pointAt(INSIDE);
    expect(drawn()).toEqual([SOUTH, INSIDE]);
    tool.remove();
    expect(tool.view.isBusy).toBeUndefined();
    tool.remove();
    expect(tool.view.isBusy).toBeUndefined();
  });

  test('that is over is not told of any more', () => {
    click(SOUTH);
    const { onChange } = gesture();
    pointAt(NORTH);
    onChange([SOUTH, NORTH, NORTH], false);
    expect(session.view.unsent).toBe(1);
    onChange([SOUTH, NORTH], false);
    expect(tool.view.refusal).toBeUndefined();
    expect(tool.view.isBusy).toBeUndefined();
  });
});

test('a line along streets does not go aside and back where a click lies beside a crossing', () => {
  const [west, crossing, east] = [place(0, 1), place(1, 1), place(2, 1)];
  const streets = new StreetNetwork([
    [west, crossing, east].flatMap(latticeOf),
    [crossing, place(1, 2)].flatMap(latticeOf),
  ]);
  expect(alongStreets([west, place(1, 1.01), east], streets)).toEqual([west, crossing, east]);
});
