/** A value that changes and can be watched, in the form React's `useSyncExternalStore` wants. */
export class Observable<View> {
  #view: View;
  readonly #watchers = new Set<() => void>();

  constructor(view: View) {
    this.#view = view;
  }

  get view(): View {
    return this.#view;
  }

  readonly current = (): View => this.#view;

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  };

  protected show(view: View): void {
    this.#view = view;
    for (const watcher of this.#watchers) watcher();
  }
}
