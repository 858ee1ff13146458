import { Problem } from '../../../api/client.ts';
import type { PlanLine, Report } from './editSessionView.ts';
import { Retries } from './retries.ts';
import { refusalOf } from './trial.ts';
import type { UnsentStore } from './unsent.ts';

/**
 * Sends what an earlier page could not, in its order, before the plan is read. What was recorded already is only answered again, by its
 * key; gives what is not taken any more. Throws the `Problem` of a session that has ended.
 */
export async function flushUnsent(store: UnsentStore, line: PlanLine, onTrouble: () => void): Promise<Report[]> {
  const retries = new Retries();
  const reports: Report[] = [];
  for (const { key, request } of store.read()) {
    try {
      await retries.answerTo(
        () => (typeof request === 'string' ? line[request](key) : line.edit(request, key)),
        onTrouble,
      );
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 401) throw error;
      const refusal = refusalOf(error);
      reports.push({ id: key, op: typeof request === 'string' ? request : request.op, grids: refusal.grids, refusal });
    }
    store.settle(key);
  }
  return reports;
}
