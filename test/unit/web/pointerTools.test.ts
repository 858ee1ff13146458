import { beforeEach, describe, expect, test } from 'vitest';
import type { PointerGesture, Position, Spot } from '../../../web/map/scene.ts';
import { EditSession } from '../../../web/planner/drawing/session/editSession.ts';
import { CornerTool } from '../../../web/planner/drawing/tools/cornerTool.ts';
import { MergeTool } from '../../../web/planner/drawing/tools/mergeTool.ts';
import { SimplifyTool } from '../../../web/planner/drawing/tools/simplifyTool.ts';
import type { Tool, Workplace } from '../../../web/planner/drawing/tools/tool.ts';
import { fourSquares, place } from '../coverage/edits/grounds.ts';
import { PlannedService } from './plannedService.ts';

let workplace: Workplace;
const gestureOf = (tool: Tool) => tool.view.gesture as PointerGesture;
const spot = (at: Position): Spot => ({ at, metresPerPixel: 1, shift: false, alt: true });

beforeEach(() => {
  const session = new EditSession({
    ground: fourSquares(),
    revision: 0,
    undo: null,
    redo: null,
    isBeyond: () => false,
    line: new PlannedService(fourSquares()),
    store: { read: () => [], write: () => undefined, settle: () => undefined },
    newKey: () => 'key',
  });
  workplace = { session, streets: () => null, selected: () => undefined, select: () => undefined };
});

describe('dragging a corner', () => {
  const drag = (from: Position, to: Position) => {
    const tool = new CornerTool(workplace);
    gestureOf(tool).onPress?.(spot(from));
    gestureOf(tool).onDrag?.(spot(to));
    return tool;
  };

  test('of the district’s outline names the outline as the reason, not that nothing would change', () => {
    const { view } = drag(place(0, 0), place(-0.5, -0.5));
    expect(view.refusal?.reason).toBe('outline-given');
    expect(view.draft?.tone).toBe('bad');
  });

  test('is no error while it is where it began', () => {
    const tool = drag(place(2, 2), place(2, 2));
    expect(tool.view.refusal).toBeUndefined();
    expect(tool.view.draft).toBeUndefined();
    gestureOf(tool).onDrag?.(spot(place(2.1, 2.1)));
    expect(tool.view.draft?.tone).toBe('good');
    gestureOf(tool).onDrag?.(spot(place(2, 2)));
    gestureOf(tool).onRelease?.();
    expect(workplace.session.view.unsent).toBe(0);
    expect(tool.view.refusal).toBeUndefined();
  });
});

test('a grid that is clicked to be merged looks chosen at once, while the pointer is still on it', () => {
  const tool = new MergeTool(workplace);
  gestureOf(tool).onMove?.(spot(place(1, 1)));
  expect(tool.view.sketch?.areas?.map(({ tone }) => tone)).toEqual(['open']);
  gestureOf(tool).onClick?.(spot(place(1, 1)));
  expect(tool.view.sketch?.areas?.map(({ tone }) => tone)).toEqual(['mark']);
});

test('clicking the district’s outline to simplify it says why it stays', () => {
  const tool = new SimplifyTool(workplace);
  gestureOf(tool).onClick?.(spot(place(1, 0)));
  expect(tool.view.refusal?.reason).toBe('outline-given');
  gestureOf(tool).onClick?.(spot(place(1, 2)));
  expect(tool.view.refusal?.reason).not.toBe('outline-given');
});
