import { isMainThread } from "node:worker_threads";
import { guardedAsync } from "../guard.ts";

/**
 * Sends what is waiting when the process ends, without changing how it ends: with other listeners on SIGTERM the app
 * decides, and the flush merely runs beside; alone, the listener flushes, takes itself away and raises the signal
 * again, so the process still dies of SIGTERM. Returns what undoes it.
 */
export function flushOnExit(flush: () => Promise<void>): () => void {
  let flushed = false;
  const beforeExit = (): void => {
    if (flushed) return; // a flush keeps the loop alive and would otherwise be asked for again
    flushed = true;
    void guardedAsync("flush at exit", flush);
  };
  const terminate = (): void => {
    process.off("SIGTERM", terminate);
    const alone = process.listenerCount("SIGTERM") === 0;
    void (async () => {
      await guardedAsync("flush at SIGTERM", flush);
      if (alone && process.listenerCount("SIGTERM") === 0) process.kill(process.pid, "SIGTERM");
    })();
  };
  process.on("beforeExit", beforeExit);
  if (isMainThread) process.on("SIGTERM", terminate);
  return () => {
    process.off("beforeExit", beforeExit);
    process.off("SIGTERM", terminate);
  };
}
