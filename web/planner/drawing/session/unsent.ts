import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';

/** A request that has not been answered yet: an edit, or a step back or forward. Its key lets it be sent again. */
export interface Unsent {
  key: string;
  request: Edit | 'undo' | 'redo';
}

/** Where what is not sent yet outlives the page. */
export interface UnsentStore {
  /** What any page has left, in its order. */
  read: () => Unsent[];
  /** Keeps what this page has not sent; other pages' is left alone. */
  write: (unsent: readonly Unsent[]) => void;
  /** Forgets a request, whichever page left it. */
  settle: (key: string) => void;
}

/**
 * Keeps the unsent of one person and plan in the browser. Two windows on one plan each keep their own: what one finds of the other is
 * sent with its key, so it does no harm when both send it. A browser that keeps nothing is worked in without it.
 */
export function browserStore(storage: Storage, plan: string, account: string, page: string): UnsentStore {
  const prefix = `gridwarden.unsent.${plan}.${account}.`;
  const names = () =>
    Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '')
      .filter((name) => name.startsWith(prefix))
      .sort();
  const put = (name: string, unsent: readonly Unsent[]) => {
    try {
      if (unsent.length === 0) storage.removeItem(name);
      else storage.setItem(name, JSON.stringify(unsent));
    } catch {
      // A full or forbidden storage: the edits still stand in the page, and leaving it asks first.
    }
  };
  return {
    read: () => names().flatMap((name) => keptAt(storage, name)),
    write: (unsent) => put(prefix + page, unsent),
    settle: (key) => {
      for (const name of names()) {
        const kept = keptAt(storage, name);
        if (kept.some((each) => each.key === key))
          put(
            name,
            kept.filter((each) => each.key !== key),
          );
      }
    },
  };
}

function keptAt(storage: Storage, name: string): Unsent[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(name) ?? '[]');
    return Array.isArray(kept) ? (kept as Unsent[]) : [];
  } catch {
    return [];
  }
}
