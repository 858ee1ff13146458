import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import type { ChangesAnswer, EditAnswer } from '../../../../server/core/plans/schemas.ts';
import { Problem } from '../../../api/client.ts';
import type { EditSessionStart, EditSessionView, Report, Step } from './editSessionView.ts';
import { Observable } from './observable.ts';
import { gridsOf } from './readGround.ts';
import { isPassing, Retries } from './retries.ts';
import { type Refusal, refusalOf, type Trial, tryEdit } from './trial.ts';
import type { Unsent } from './unsent.ts';
import { bare, editOf, putOn, takeOff, type Waiting } from './waiting.ts';

/**
 * A planner's session: the plan's ground with the planner's own edits on it at once, while they are sent one by one. What the service
 * answers is the truth: the ground is put back to it and what still waits is tried on it again. An edit that is not taken comes off
 * and is reported; nothing is dropped in silence, and what is not sent outlives the page.
 */
export class EditSession extends Observable<EditSessionView> {
  readonly ground: EditableCoverage;
  readonly #start: EditSessionStart;
  readonly #retries = new Retries();
  #waiting: Waiting[] = [];
  /** Edits taken back before they were sent, the last one last. */
  #takenBack: Edit[] = [];
  #sending = false;
  #recorded: { undo: Step; redo: Step };

  constructor(start: EditSessionStart) {
    const { revision, undo, redo, reports = [] } = start;
    super({ version: 0, revision, saving: 'saved', unsent: 0, undo, redo, reports, outdated: false });
    this.ground = start.ground;
    this.#start = start;
    this.#recorded = { undo, redo };
  }

  /** What would come of an edit. */
  try(edit: Edit): Trial {
    return tryEdit(this.ground, edit, this.#start.isBeyond);
  }

  isBeyond(code: string): boolean {
    return this.#start.isBeyond(code);
  }

  /** Does an edit at once and sends it in its turn. Refused, it changes nothing. */
  apply(edit: Edit): Trial {
    const trial = this.try(edit);
    if (trial.change) {
      this.#takenBack = [];
      this.#enqueue(putOn(this.ground, this.#start.newKey(), edit, trial.change));
    }
    return trial;
  }

  undo(): void {
    const last = this.#waiting.at(-1);
    const isUnderWay = this.#sending && this.#waiting.length === 1;
    const edit = last && editOf(last);
    if (!edit || isUnderWay) return this.#step('undo');
    this.#waiting.pop();
    takeOff(this.ground, last);
    this.#takenBack.push(edit);
    this.#tell({ version: this.view.version + 1 });
  }

  redo(): void {
    const edit = this.#takenBack.pop();
    if (!edit) return this.#step('redo');
    const rest = this.#takenBack;
    this.apply(edit);
    this.#takenBack = rest;
    this.#tell({});
  }

  /** Asks what others did meanwhile, unless own edits are on their way: their answers tell it too. */
  async follow(): Promise<void> {
    if (this.#waiting.length > 0 || this.view.saving === 'signed-out') return;
    try {
      const answer = await this.#start.line.changes(this.view.revision);
      if (this.#waiting.length > 0) return;
      if (answer.revision > this.view.revision) this.#settle(answer);
      else if (this.view.saving === 'offline') this.#tell({ saving: 'saved' });
    } catch (error) {
      if (isPassing(error)) this.#tell({ saving: 'offline' });
      else if (!(error instanceof Problem)) throw error;
    }
  }

  /** Tries to send at once what waits for the network. */
  wake(): void {
    this.#retries.wake();
    if (this.view.saving === 'offline') void this.follow();
  }

  dismiss(report: string): void {
    this.#tell({ reports: this.view.reports.filter(({ id }) => id !== report) });
  }

  #step(step: 'undo' | 'redo'): void {
    if (this.view[step] || this.#waiting.length > 0) this.#enqueue(bare({ key: this.#start.newKey(), request: step }));
  }

  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#tell({ version: this.view.version + 1, saving: this.view.saving === 'saved' ? 'saving' : this.view.saving });
    void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
        if (this.#isIdle(first)) {
          this.#waiting.shift();
          continue;
        }
        const answer = await this.#answerTo(first);
        if (!(answer instanceof Problem)) await this.#takeIn(answer, first);
        else if (answer.status === 401) return this.#tell({ saving: 'signed-out' });
        else await this.#giveUp(first, answer);
      }
    } finally {
      this.#sending = false;
    }
    this.#tell({ saving: 'saved' });
  }

  /** A step further than there is anything to go over, as when the keys are held down: nothing is lost by leaving it out. */
  #isIdle({ request }: Unsent): boolean {
    return typeof request === 'string' && this.#recorded[request] === null;
  }

  /** The answer to a request, or the problem that refuses it. */
  async #answerTo({ request, key }: Unsent): Promise<EditAnswer | Problem> {
    const { line } = this.#start;
    try {
      return await this.#retries.answerTo(
        () => (typeof request === 'string' ? line[request](key) : line.edit(request, key)),
        () => this.#tell({ saving: 'offline' }),
      );
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }

  /**
   * Takes over what came of a request. An answer tells of its own grids only: where others' edits came in between, they are asked for
   * and taken over together, since half of them may fit nothing.
   */
  async #takeIn(answer: EditAnswer, own: Waiting): Promise<void> {
    this.#recorded = { undo: answer.undo, redo: answer.redo };
    const told = answer.revision > this.view.revision + 1 ? await this.#changes() : answer;
    this.#waiting.shift();
    if (told) this.#settle(told, own);
    else this.#tell({ outdated: true });
  }

  /** What is on record since the last revision that is in; null where it is not to be had any more. */
  #changes(): Promise<ChangesAnswer | null> {
    return this.#retries
      .answerTo(
        () => this.#start.line.changes(this.view.revision),
        () => this.#tell({ saving: 'offline' }),
      )
      .catch((error: unknown) => {
        if (error instanceof Problem) return null;
        throw error;
      });
  }

  /** An edit that was refused comes off, with those that stand on the same grids; then what is on record is taken over. */
  async #giveUp(sent: Waiting, problem: Problem): Promise<void> {
    const refusal = refusalOf(problem);
    const touched = new Set([...sent.before.map(({ code }) => code), ...refusal.grids]);
    for (const waiting of this.#waiting.toReversed()) takeOff(this.ground, waiting);
    const [own, rest] = [this.#waiting[0], this.#waiting.slice(1)];
    const leaning = rest.filter(({ before }) => before.some(({ code }) => touched.has(code)));
    this.#waiting = rest.filter((waiting) => !leaning.includes(waiting)).map(bare);
    this.#report([...(own ? [own] : []), ...leaning], refusal);
    const answer = await this.#changes();
    if (answer) this.#settle(answer);
    else this.#tell({ outdated: true });
  }

  /** Takes over what is on record, and puts what still waits on it. */
  #settle(answer: ChangesAnswer, own?: Waiting): void {
    const { ground } = this;
    for (const waiting of this.#waiting.toReversed()) takeOff(ground, waiting);
    if (own) takeOff(ground, own);
    ground.reconcile(gridsOf(answer.areas), answer.removed);
    this.#reapply();
    this.#tell({ version: this.view.version + 1, revision: answer.revision });
  }

  #reapply(): void {
    this.#waiting = this.#waiting.flatMap((waiting): Waiting[] => {
      const edit = editOf(waiting);
      if (!edit) return [waiting];
      const trial = this.try(edit);
      if (trial.change) return [putOn(this.ground, waiting.key, edit, trial.change)];
      this.#report([waiting], trial.refusal);
      return [];
    });
  }

  #report(lost: readonly Waiting[], refusal: Refusal): void {
    const reports = lost.map(({ key, request, before }): Report => {
      const op = typeof request === 'string' ? request : request.op;
      return { id: key, op, grids: before.map(({ code }) => code), refusal };
    });
    this.#tell({ reports: [...this.view.reports, ...reports] });
  }

  #tell(change: Partial<EditSessionView>): void {
    this.#start.store.write(this.#waiting.map(({ key, request }) => ({ key, request })));
    const last = this.#waiting.at(-1);
    const undo = (last && editOf(last)) ?? this.#recorded.undo;
    const redo = this.#takenBack.at(-1) ?? (last ? null : this.#recorded.redo);
    this.show({ ...this.view, unsent: this.#waiting.length, undo, redo, ...change });
  }
}
