import { setTimeout as wait } from "node:timers/promises";
import { ProcessFailed, type ProcessGroup } from "./process-group.ts";

const EVERY = 100;

/**
 * Resolves when `url` answers 200.
 * @throws ProcessFailed when the process ends first, or has not answered after `seconds`.
 */
export async function ready(group: ProcessGroup, url: string, seconds = 60): Promise<void> {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    if (group.over) {
      const { code, signal } = await group.exited;
      throw new ProcessFailed(group, `ended before it was ready (${signal ?? `exit code ${code}`})`);
    }
    if (await answers(url)) return;
    await wait(EVERY);
  }
  throw new ProcessFailed(group, `did not answer at ${url} within ${seconds} s`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false; // refused or still busy: the same as not ready
  }
}
