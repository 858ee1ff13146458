import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { StreetNetwork } from '../../../../server/core/coverage/streetPath.ts';
import type { EditSession } from '../session/editSession.ts';
import { CornerTool } from './cornerTool.ts';
import { MergeTool } from './mergeTool.ts';
import { RedrawTool } from './redrawTool.ts';
import { SelectTool } from './selectTool.ts';
import { SimplifyTool } from './simplifyTool.ts';
import { SplitTool } from './splitTool.ts';
import type { Tool, ToolView, Workplace } from './tool.ts';
import { TransferTool } from './transferTool.ts';

/** The tools, in the order they stand, each with its key. */
export const TOOLS = {
  select: 'V',
  corner: 'M',
  split: 'S',
  merge: 'U',
  redraw: 'R',
  street: 'F',
  transfer: 'T',
  simplify: 'D',
} as const;
export type ToolName = keyof typeof TOOLS;
export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];

const MAKERS: Readonly<Record<ToolName, (place: Workplace) => Tool>> = {
  select: (place) => new SelectTool(place),
  corner: (place) => new CornerTool(place),
  split: (place) => new SplitTool(place, false),
  merge: (place) => new MergeTool(place),
  redraw: (place) => new RedrawTool(place, false),
  street: (place) => new RedrawTool(place, true),
  transfer: (place) => new TransferTool(place),
  simplify: (place) => new SimplifyTool(place),
};

export interface ToolInHand {
  tool: Tool;
  view: ToolView;
}

interface Surroundings {
  streets: StreetNetwork | null;
  selected: string | undefined;
  select: (code: string | undefined) => void;
}

/** What tools work with, following what the page says of it: a tool outlives many states of the page. */
class FollowingPlace implements Workplace {
  readonly session: EditSession;
  #now: Surroundings;

  constructor(session: EditSession, now: Surroundings) {
    this.session = session;
    this.#now = now;
  }

  follow(now: Surroundings): void {
    this.#now = now;
  }

  readonly streets = () => this.#now.streets;
  readonly selected = () => this.#now.selected;
  readonly select = (code: string | undefined) => this.#now.select(code);
}

const BEFORE: Surroundings = { streets: null, selected: undefined, select: () => undefined };

/** The tool that is chosen, with what it shows. Choosing another one begins anew. */
export function useTool(name: ToolName, session: EditSession, { streets, selected, select }: Surroundings): ToolInHand {
  const place = useMemo(() => new FollowingPlace(session, BEFORE), [session]);
  const tool = useMemo(() => MAKERS[name](place), [name, place]);
  const view = useSyncExternalStore(tool.subscribe, tool.current);
  const { version } = useSyncExternalStore(session.subscribe, session.current);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the tool shows of the grids is as old as the ground's version
  useEffect(() => {
    place.follow({ streets, selected, select });
    tool.refresh();
  }, [place, tool, streets, selected, select, version]);
  return { tool, view };
}
