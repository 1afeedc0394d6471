import type { Callback } from "./get-json.ts";

export type Task = (done: Callback<unknown>) => void;

/** Runs the tasks one after the other. */
export function series(tasks: readonly Task[], done: (error: Error | null, results: unknown[]) => void): void {
  const results: unknown[] = [];
  const next = (): void => {
    const task = tasks[results.length];
    if (!task) return done(null, results);
    task((error, value) => {
      if (error) return done(error, []);
      results.push(value);
      next();
    });
  };
  next();
}

/** Runs the tasks at once; results in the order of the tasks. */
export function parallel(tasks: readonly Task[], done: (error: Error | null, results: unknown[]) => void): void {
  const results: unknown[] = [];
  let left = tasks.length;
  let failed = false;
  for (const [at, task] of tasks.entries())
    task((error, value) => {
      if (failed) return;
      if (error) {
        failed = true;
        return done(error, []);
      }
      results[at] = value;
      if (--left === 0) done(null, results);
    });
}
