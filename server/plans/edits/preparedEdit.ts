import type { Transaction } from 'kysely';
import type { Change } from '../../core/coverage/change.ts';
import type { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import type { Tables } from '../../db/tables.ts';
import type { EditRow } from '../queries/planEditQueries.ts';
import type { PlanRow } from '../queries/planQueries.ts';

/** A change with what is to be recorded of it. */
export interface PreparedEdit {
  kind: EditRow['kind'];
  op: string;
  note: string;
  of: number | null;
  args: unknown;
  /** What the request is answered besides the edit, to be answered again when it is sent again. */
  answer?: unknown;
  change: Change;
  /** It only takes back what the record has. */
  takesBack?: boolean;
}

/** Prepares an edit of a plan as it stands, inside the transaction that will record it. */
export type PrepareEdit = (trx: Transaction<Tables>, plan: PlanRow, ground: EditableCoverage) => Promise<PreparedEdit>;
