import { HttpStatus } from "./http";
import { sleep } from "./sleep";

interface Options {
  attempts: number;
  delayMs: number;
}

const retryable = (error: unknown) => error instanceof HttpStatus && error.status >= 500;

export async function withRetry<T>(work: () => Promise<T>, { attempts, delayMs }: Options): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !retryable(error)) throw error;
      await sleep(delayMs * attempt);
    }
  }
}
