import type { Edit } from '../../../server/core/plans/schemas.ts';

/** A request that has not been answered yet: an edit, or a step back or forward. Its key lets it be sent again. */
export interface Unsent {
  key: string;
  request: Edit | 'undo' | 'redo';
}

/** Where what is not sent yet outlives the page. */
export interface UnsentStore {
  read: () => Unsent[];
  write: (unsent: readonly Unsent[]) => void;
}

/** Keeps the unsent of one person and plan in the browser. A browser that keeps nothing is worked in without it. */
export function browserStore(storage: Storage, plan: string, account: string): UnsentStore {
  const name = `gridwarden.unsent.${plan}.${account}`;
  return {
    read: () => {
      try {
        const kept: unknown = JSON.parse(storage.getItem(name) ?? '[]');
        return Array.isArray(kept) ? (kept as Unsent[]) : [];
      } catch {
        return [];
      }
    },
    write: (unsent) => {
      try {
        if (unsent.length === 0) storage.removeItem(name);
        else storage.setItem(name, JSON.stringify(unsent));
      } catch {
        // A full or forbidden storage: the edits still stand in the page, and leaving it asks first.
      }
    },
  };
}
