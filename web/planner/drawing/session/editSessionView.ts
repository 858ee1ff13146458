import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import type { ChangesAnswer, EditAnswer } from '../../../../server/core/plans/schemas.ts';
import type { Refusal } from './trial.ts';
import type { UnsentStore } from './unsent.ts';

/** How the session reaches the plan's record. Each call throws a `Problem` when it is refused or nothing answers. */
export interface PlanLine {
  edit: (edit: Edit, key: string) => Promise<EditAnswer>;
  undo: (key: string) => Promise<EditAnswer>;
  redo: (key: string) => Promise<EditAnswer>;
  changes: (since: number) => Promise<ChangesAnswer>;
}

/** What a step back or forward would be of. */
export type Step = { op: string } | null;

/** A request that was not taken: what it was and why. */
export interface Report {
  id: string;
  op: string;
  grids: readonly string[];
  refusal: Refusal;
}

/** What the screen shows of the session; a new object whenever something changed. */
export interface EditSessionView {
  /** Counts the states of the ground. */
  version: number;
  /** The last revision of the record that is in. */
  revision: number;
  saving: 'saved' | 'saving' | 'offline' | 'signed-out';
  unsent: number;
  undo: Step;
  redo: Step;
  reports: readonly Report[];
  /** What happened elsewhere cannot be followed step by step: the plan has to be read anew. */
  outdated: boolean;
}

export interface EditSessionStart {
  ground: EditableCoverage;
  revision: number;
  undo: Step;
  redo: Step;
  /** Codes that may not be changed here. */
  isBeyond: (code: string) => boolean;
  line: PlanLine;
  store: UnsentStore;
  newKey: () => string;
  reports?: readonly Report[];
}
