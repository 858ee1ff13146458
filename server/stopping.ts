const LOOK_AT_LAUNCHER_MS = 500;

/**
 * Resolves when the process is told to stop: at the first SIGTERM or SIGINT (a second one ends it on the spot), or when the
 * `npm start` that launched it is gone. npm passes SIGTERM on only to the shell it puts in between, which dies without
 * telling us; that we have another parent then is all there is to notice.
 */
export function awaitStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(130));
      });
    }
    if (process.env['npm_lifecycle_event'] === 'start') watchLauncher(resolve);
  });
}

function watchLauncher(gone: () => void): void {
  const launcher = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === launcher) return;
    clearInterval(timer);
    gone();
  }, LOOK_AT_LAUNCHER_MS).unref();
}
