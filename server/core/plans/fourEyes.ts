/** What a plan's record says of who had a hand in it. */
export interface PlanHands {
  /** The account that submitted it last; null before. */
  submittedBy: string | null;
  /** The accounts with an edit in it that is not undone. */
  editors: readonly string[];
}

/** What makes a plan somebody's own work. */
export const OWN_WORK = ['submitted', 'edited'] as const;
export type OwnWork = (typeof OWN_WORK)[number];

/**
 * Four eyes (safety.md): whoever changed a plan or submitted it neither approves, returns nor publishes it, whatever their roles. Gives
 * what makes it the person's own work; null for a second pair of eyes.
 */
export function ownWork(account: string, { submittedBy, editors }: PlanHands): OwnWork | null {
  if (editors.includes(account)) return 'edited';
  return submittedBy === account ? 'submitted' : null;
}
