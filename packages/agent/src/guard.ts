import { diag } from "@opentelemetry/api";
import { agentState } from "./state.ts";

/**
 * Nothing the agent does may throw into the app. Runs `work`; a failure is counted under `name`, told once to the
 * OpenTelemetry diagnostics logger, and answered with `undefined`.
 */
export function guarded<Result>(name: string, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    countFailure(name, error);
    return undefined;
  }
}

/** The same as a wrapper, for listeners that are installed once and called often. */
export function guard<Args extends unknown[]>(name: string, work: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      work(...args);
    } catch (error) {
      countFailure(name, error);
    }
  };
}

/** The same for work that runs on its own: the promise it starts is observed and never rejects. */
export async function guardedAsync(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    countFailure(name, error);
  }
}

export function countFailure(name: string, error: unknown): void {
  const { failures } = agentState();
  const before = failures.get(name) ?? 0;
  failures.set(name, before + 1);
  if (before === 0) diag.warn(`@weir/agent: ${name} failed; the app is not affected`, error);
}

/**
 * The app's own work inside ours: made exactly once whatever becomes of what is around it, and answered with what it
 * gave or threw.
 */
export function guardedAround<Result>(
  name: string,
  around: (run: () => Result) => unknown,
  work: () => Result,
  failed: (error: unknown) => void = (error) => countFailure(name, error),
): Result {
  let outcome: { readonly value: Result } | { readonly error: unknown } | undefined;
  const run = (): Result => {
    try {
      const value = work();
      outcome = { value };
      return value;
    } catch (error) {
      outcome = { error };
      throw error;
    }
  };
  try {
    around(run);
  } catch (error) {
    const made = outcome as { readonly error?: unknown } | undefined;
    if (made === undefined || !("error" in made) || made.error !== error) failed(error);
  }
  if (outcome === undefined) return run();
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}
