import type { MessagePort } from 'node:worker_threads';
import type { Change } from '../core/coverage/change.ts';
import type { Named } from '../core/coverage/model.ts';
import { linesOfBasemap } from '../core/drafting/basemapLines.ts';
import { changeOfDraft, type DraftGround } from '../core/drafting/draftChange.ts';
import { draftUnits, type UnitsDraft, type UnitsDraftInput } from '../core/drafting/draftUnits.ts';
import { DraftCancelled } from '../core/drafting/model.ts';
import { Fault } from '../core/fault.ts';

/** What a draft's thread gets: plain data. `freeCodes` are the codes each unit would give next. */
export interface DraftTask {
  input: Pick<UnitsDraftInput, 'grids' | 'units' | 'count' | 'most' | 'weights' | 'seed'>;
  /** The base map as GeoJSON text. */
  basemap: string;
  districtUnits: readonly Named[];
  freeCodes: readonly (readonly [string, readonly string[]])[];
  note: string;
  /** One number, not 0 once the draft is no longer wanted. */
  cancel: SharedArrayBuffer;
  progress: MessagePort;
}

/** What it gives back; areas of parts are in the change. */
export type DraftAnswer =
  | { draft: UnitsDraft; change: Change }
  | { fault: Pick<Fault, 'code' | 'detail'> }
  | { cancelled: true };

/** Milliseconds between two reports of progress. */
const REPORT_EVERY_MS = 100;

/** Drafts and writes the change; tells its steps through `progress`. */
export function draft({ input, basemap, cancel, progress, ...task }: DraftTask): DraftAnswer {
  const flag = new Int32Array(cancel);
  let reported = 0;
  const onProgress = (step: string, fraction: number): void => {
    const now = performance.now();
    if (now - reported < REPORT_EVERY_MS) return;
    reported = now;
    progress.postMessage({ step, fraction });
  };
  try {
    const drafted = draftUnits({
      ...input,
      lines: linesOfBasemap(JSON.parse(basemap) as GeoJSON.FeatureCollection),
      onProgress,
      isCancelled: () => Atomics.load(flag, 0) !== 0,
    });
    return { draft: drafted, change: changeOfDraft(groundOf(input, task), drafted, task.note) };
  } catch (error) {
    if (error instanceof DraftCancelled) return { cancelled: true };
    if (!(error instanceof Fault)) throw error;
    return { fault: { code: error.code, detail: error.detail } };
  }
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
