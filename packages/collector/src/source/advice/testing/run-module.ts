import { stripTypeScriptTypes } from "node:module";
import { compileFunction } from "node:vm";

export interface Run {
  readonly outcome: { readonly value: unknown } | { readonly error: string };
  /** On the clock of the scenario. */
  readonly elapsed: number;
  readonly started: readonly string[];
  readonly unhandled: number;
}

export interface Scenario {
  /** Names of the functions that fail. */
  readonly failing: ReadonlySet<string>;
  /** How long a call of each takes, on a clock that stands still while anything can run. */
  readonly durations: ReadonlyMap<string, number>;
  /** Failing calls throw at once instead of handing over a failing promise. */
  readonly throwing: boolean;
}

interface Pending {
  readonly end: number;
  settle(): void;
}

/** What the file imports becomes a stub whose calls end when the scenario says so; then `GET` runs. */
export async function runModule(code: string, args: readonly unknown[], scenario: Scenario): Promise<Run> {
  const imported = [...code.matchAll(/^import \{(?<names>[^}]*)\} from .*$/gm)].flatMap(({ groups }) =>
    (groups?.["names"] ?? "").split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()])),
  );
  const body = stripTypeScriptTypes(code.replaceAll(/^import \{[^}]*\} from .*$/gm, "").replaceAll(/^export /gm, ""));
  const clock = { now: 0, pending: [] as Pending[] };
  const started: string[] = [];
  const stub =
    (name: string) =>
    (...given: unknown[]): Promise<unknown> => {
      started.push(`${name}(${JSON.stringify(given)})`);
      if (scenario.failing.has(name) && scenario.throwing) throw new Error(name);
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          if (scenario.failing.has(name)) reject(new Error(name));
          else resolve(answer(name, given));
        };
        clock.pending.push({ end: clock.now + (scenario.durations.get(name) ?? 1), settle });
      });
    };
  const run = compileFunction(`${body}\nreturn GET(...args);`, [...imported, "Response", "args"]) as (
    ...values: unknown[]
  ) => Promise<unknown>;
  let unhandled = 0;
  const count = (): void => {
    unhandled += 1;
  };
  process.on("unhandledRejection", count);
  try {
    let outcome: Run["outcome"] | undefined;
    const settled = run(...imported.map(stub), { json: (value: unknown) => value }, args).then(
      (value) => (outcome = { value }),
      (error: unknown) => (outcome = { error: String(error) }),
    );
    await drain(clock, () => outcome !== undefined);
    await settled;
    const elapsed = clock.now;
    // What was started and is not awaited any more ends too, and must not end the process.
    await drain(clock, () => clock.pending.length === 0);
    return { outcome: outcome ?? { error: "never settled" }, elapsed, started: started.sort(), unhandled };
  } finally {
    process.off("unhandledRejection", count);
  }
}

async function drain(clock: { now: number; pending: Pending[] }, isDone: () => boolean): Promise<void> {
  await turn();
  while (!isDone() && clock.pending.length > 0) {
    clock.now = Math.min(...clock.pending.map(({ end }) => end));
    const ending = clock.pending.filter(({ end }) => end === clock.now);
    clock.pending = clock.pending.filter(({ end }) => end !== clock.now);
    for (const call of ending) call.settle();
    await turn();
  }
}

/** All that promises have to do is done, and unhandled rejections are told, before the next turn. */
async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

/** An answer in which every member can be read and tells where it comes from. */
function answer(name: string, args: readonly unknown[]): unknown {
  const of = (path: string): unknown =>
    new Proxy(
      {},
      {
        get: (_target, key) => {
          if (typeof key === "symbol" || key === "then" || key === "catch") return undefined;
          if (key === "toJSON" || key === "toString") return () => path;
          return of(`${path}.${key}`);
        },
      },
    );
  return of(`${name}(${JSON.stringify(args)})`);
}
