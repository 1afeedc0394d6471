/** One Ctrl-C under `npx` comes twice: from the terminal, and passed on by npm. Milliseconds. */
const SAME_REQUEST_MS = 1_000;

/** Resolves with the first request to end. A later one ends the process at once: somebody is in a hurry. */
export function untilSignal(clock: () => number = Date.now): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (askedAt !== undefined && clock() - askedAt > SAME_REQUEST_MS) process.exit(130);
        askedAt ??= clock();
        resolve(signal);
      });
    }
  });
}
