import { promiseHooks } from "node:v8";

export interface PromiseHooks {
  init(promise: object, parent?: object): void;
  before(promise: object): void;
  after(promise: object): void;
  settled(promise: object): void;
}

/** Starts the hooks for every promise of the process; the returned function ends them. Other users are not disturbed. */
export function createHook(hooks: PromiseHooks): () => void {
  const stop = promiseHooks.createHook(hooks);
  return () => {
    stop();
  };
}

/** Why this runtime's promise hooks cannot be used, or `undefined` where they do what lineage builds on. */
export function hooksUnusable(): string | undefined {
  if (typeof promiseHooks?.createHook !== "function") return "no promise hooks in this runtime";
  const seen: string[] = [];
  let parent: object | undefined;
  const stop = createHook({
    init: (_, from) => {
      seen.push("init");
      parent ??= from;
    },
    before: () => undefined,
    after: () => undefined,
    settled: () => {
      seen.push("settled");
    },
  });
  const first = Promise.resolve();
  void first.then(() => undefined);
  stop();
  void Promise.resolve();
  if (seen.join() !== "init,settled,init") return `promise hooks fire as ${seen.join() || "nothing"}`;
  return parent === first ? undefined : "promise hooks do not tell the awaited promise";
}
