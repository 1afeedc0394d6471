import { setTimeout as sleep } from "node:timers/promises";
import { UpstreamError } from "./http.ts";

/** Tries again on a 503, a little later each time. */
export async function withRetry<T>(attempts: number, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= attempts || !(error instanceof UpstreamError) || error.status !== 503) throw error;
      await sleep(2 * attempt);
    }
  }
}
