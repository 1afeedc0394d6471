import type { Replacement } from "../upstream/upstream-server.ts";

/** What goes wrong in one visit: by the call's name, what comes instead of its answer. */
export interface FailingSet {
  readonly name: string;
  readonly replacements: Readonly<Record<string, Replacement>>;
}

/** Calls of one visit of which two fail at once. */
const MAX_PAIRED = 6;
const BROKEN: Replacement = { status: 500, json: { error: "made to fail" } };
const MISSING: Replacement = { status: 404, json: { error: "made to be missing" } };

/** Nothing; each call with an error, a 404 and a cut connection; and two at once with an error. */
export function failingSets(calls: readonly string[]): readonly FailingSet[] {
  const alone = calls.flatMap((call) => [
    set(`${call}: 500`, { [call]: BROKEN }),
    set(`${call}: 404`, { [call]: MISSING }),
    set(`${call}: cut`, { [call]: "reset" }),
  ]);
  const few = calls.slice(0, MAX_PAIRED);
  const two = few.flatMap((first, index) =>
    few.slice(index + 1).map((second) => set(`${first} and ${second}: 500`, { [first]: BROKEN, [second]: BROKEN })),
  );
  return [set("nothing", {}), ...alone, ...two];
}

function set(name: string, replacements: FailingSet["replacements"]): FailingSet {
  return { name, replacements };
}
