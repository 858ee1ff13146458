import { codesOf } from '../../../server/core/coverage/change.ts';
import type { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../../server/core/coverage/edits/schemas.ts';
import { Fault } from '../../../server/core/fault.ts';
import type { ChangesAnswer, EditAnswer } from '../../../server/core/plans/schemas.ts';
import { areaFeatures } from '../../../server/plans/views/planViews.ts';
import { Problem } from '../../../web/api/client.ts';
import type { PlanLine } from '../../../web/planner/drawing/session/editSessionView.ts';

interface Recorded {
  codes: string[];
  op: string;
  undo: () => string[];
}

/** What a request meets on its way: it is answered, it never arrives, or its answer is lost after it was recorded. */
export type Weather = 'fair' | 'unreachable' | 'answer-lost';

/** A plan's record in memory, as the service keeps it: edits on known revisions, once for each key, and steps back. */
export class PlannedService implements PlanLine {
  readonly ground: EditableCoverage;
  weather: () => Weather = () => 'fair';
  /** The next edit is refused with this. */
  refuseNext: Problem | undefined;
  readonly record: Recorded[] = [];
  readonly #answers = new Map<string, { codes: string[]; op: string }>();
  readonly #undoable: Recorded[] = [];

  constructor(ground: EditableCoverage) {
    this.ground = ground;
  }

  get revision(): number {
    return this.record.length;
  }

  edit = (edit: Edit, key: string): Promise<EditAnswer> => this.#request(key, edit.op, () => this.apply(edit));

  undo = (key: string): Promise<EditAnswer> =>
    this.#request(key, 'undo', () => {
      const last = this.#undoable.pop();
      if (!last) throw new Problem(409, { code: 'conflict' });
      this.record.push({ codes: last.codes, op: 'undo', undo: () => [] });
      return last.undo();
    });

  redo = (): Promise<EditAnswer> => Promise.reject(new Problem(409, { code: 'conflict' }));

  changes = (since: number): Promise<ChangesAnswer> => {
    if (this.weather() !== 'fair') return Promise.reject(new Problem(0, {}));
    const codes = new Set(this.record.slice(since).flatMap((each) => each.codes));
    return Promise.resolve({ revision: this.revision, ...this.#standing([...codes]) });
  };

  /** Records an edit, whoever makes it; gives the codes it touched. */
  apply(edit: Edit): string[] {
    const moved = Object.entries(edit.base ?? {}).filter(
      ([code, revision]) => (this.ground.find(code)?.revision ?? 0) !== revision,
    );
    if (moved.length > 0) throw new Problem(409, { code: 'stale', grids: moved.map(([code]) => code) });
    const change = changeFor(this.ground, edit);
    const reverse = this.ground.apply(change);
    const codes = codesOf(change);
    const recorded = {
      codes,
      op: edit.op,
      undo: () => {
        this.ground.apply(reverse);
        return codes;
      },
    };
    this.record.push(recorded);
    this.#undoable.push(recorded);
    return codes;
  }

  async #request(key: string, op: string, carryOut: () => string[]): Promise<EditAnswer> {
    await Promise.resolve();
    const weather = this.weather();
    if (weather === 'unreachable') throw new Problem(0, {});
    const answered = this.#answers.get(key) ?? { codes: this.#carryOut(carryOut), op };
    this.#answers.set(key, answered);
    if (weather === 'answer-lost') throw new Problem(0, {});
    const last = this.#undoable.at(-1);
    return {
      revision: this.revision,
      ...this.#standing(answered.codes),
      undo: last ? { revision: this.revision, op: last.op, note: '' } : null,
      redo: null,
    } as EditAnswer;
  }

  #carryOut(carryOut: () => string[]): string[] {
    const refused = this.refuseNext;
    this.refuseNext = undefined;
    if (refused) throw refused;
    try {
      return carryOut();
    } catch (error) {
      if (error instanceof Fault) throw new Problem(422, { code: error.code, ...error.members });
      throw error;
    }
  }

  #standing(codes: readonly string[]): Pick<ChangesAnswer, 'areas' | 'removed'> {
    return {
      areas: areaFeatures(
        codes.flatMap((code) => this.ground.find(code) ?? []),
        'grid',
      ),
      removed: codes.filter((code) => !this.ground.find(code)),
    };
  }
}
