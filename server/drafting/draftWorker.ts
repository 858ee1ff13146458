import type { MessagePort } from 'node:worker_threads';
import type { Change } from '../core/coverage/change.ts';
import type { Named } from '../core/coverage/model.ts';
import { linesOfBasemap } from '../core/drafting/basemapLines.ts';
import { changeOfDraft, type DraftGround } from '../core/drafting/draftChange.ts';
import { draftUnits, type UnitsDraft, type UnitsDraftInput } from '../core/drafting/draftUnits.ts';
import { Fault } from '../core/fault.ts';
import { type Outcome, outcomeOf } from '../threads/outcome.ts';

/** What a draft's thread gets: plain data. `freeCodes` are the codes each unit would give next. */
export interface DraftTask {
  input: Pick<UnitsDraftInput, 'grids' | 'units' | 'count' | 'most' | 'weights' | 'seed'>;
  /** The base map as GeoJSON text. */
  basemap: string;
  districtUnits: readonly Named[];
  freeCodes: readonly (readonly [string, readonly string[]])[];
  note: string;
  progress: MessagePort;
}

/** What it gives back; areas of parts are in the change. */
export interface DraftAnswer {
  draft: UnitsDraft;
  change: Change;
}

/** Milliseconds between two reports of progress. */
const REPORT_EVERY_MS = 100;

/** Drafts and writes the change; tells its steps through `progress`. */
export function draft({ input, basemap, progress, ...task }: DraftTask): Outcome<DraftAnswer> {
  let reported = 0;
  const onProgress = (step: string, fraction: number): void => {
    const now = performance.now();
    if (now - reported < REPORT_EVERY_MS) return;
    reported = now;
    progress.postMessage({ step, fraction });
  };
  return outcomeOf(() => {
    const lines = linesOfBasemap(JSON.parse(basemap) as GeoJSON.FeatureCollection);
    const drafted = draftUnits({ ...input, lines, onProgress });
    return { draft: drafted, change: changeOfDraft(groundOf(input, task), drafted, task.note) };
  });
}

function groundOf(
  { grids }: DraftTask['input'],
  { districtUnits, freeCodes }: Pick<DraftTask, 'districtUnits' | 'freeCodes'>,
): DraftGround {
  const free = new Map(freeCodes);
  return {
    grids,
    units: new Map(districtUnits.map((unit) => [unit.code, unit])),
    newCodes: (unit, count) => {
      const codes = free.get(unit) ?? [];
      if (count > codes.length)
        throw new Fault('conflict', `Unit ${unit} has ${codes.length} grid numbers left.`, [], {
          reason: 'unit-full',
          unit,
          left: codes.length,
        });
      return codes.slice(0, count);
    },
  };
}
