import { describe, expect, it } from "vitest";
import { type Case, DEPENDENT, INDEPENDENT, User } from "./testing/cases.ts";
import { Traffic } from "./testing/traffic.ts";
import { type Verdict, verdictOf } from "./testing/verdict.ts";
import { valueProbe } from "./value-probe.ts";

/** The verdict after `count` requests; `users` says whose request the n-th one is. */
function judge({ request }: Case, count: number, users: (n: number) => number): Verdict {
  const traffic = new Traffic(valueProbe());
  const told = Array.from({ length: count }, (_, n) => {
    const { inbound, calls } = request(new User(users(n)));
    const all = traffic.run(inbound ?? {}, calls);
    const a = all[calls.findIndex(({ site }) => site === "at first")];
    const b = all.at(-1);
    if (a === undefined || b === undefined) throw new Error("a case has two calls at least");
    return { a: a.sequence, b };
  });
  return verdictOf(told);
}

function judged(cases: readonly Case[], verdict: Verdict, count: number, users: (n: number) => number): string[] {
  return cases.filter((one) => judge(one, count, users) === verdict).map(({ name }) => name);
}

const manyUsers = (n: number): number => n;
const oneUser = (): number => 7;

describe("a value taken from an earlier response", () => {
  it.each([
    [
      1,
      ["user id, small integer", "composed key", "id out of a relay id", "user id that happens to be the page number"],
    ],
    [3, []],
    [10, []],
  ])("is found in all but the weak cases after %i requests", (count, weak) => {
    const found = judged(DEPENDENT, "dependent", count, manyUsers);
    expect(DEPENDENT.map(({ name }) => name).filter((name) => !found.includes(name))).toEqual(weak);
  });

  it.each([1, 2, 3, 10, 30])("is never called none after %i requests", (count) => {
    expect(judged(DEPENDENT, "independent", count, manyUsers)).toEqual([]);
    expect(judged(DEPENDENT, "independent", count, oneUser)).toEqual([]);
  });
});

describe("values that only agree", () => {
  it.each([1, 3, 10, 30])("are never taken for a dependency after %i requests", (count) => {
    expect(judged(INDEPENDENT, "dependent", count, manyUsers)).toEqual([]);
    expect(judged(INDEPENDENT, "dependent", count, oneUser)).toEqual([]);
  });

  it("are explained without A once requests have differed, except where A has the very value", () => {
    const explained = judged(INDEPENDENT, "independent", 10, manyUsers);
    expect(INDEPENDENT.map(({ name }) => name).filter((name) => !explained.includes(name))).toEqual([
      "small number by chance",
      "a long list that has every number",
      "number of unknown origin that a long list has anyway",
      "region in code and in the answer",
      "media type in both",
      "api version by date",
      "status words",
      "taken from a call before A",
    ]);
  });

  it("are explained by nothing while nothing varied", () => {
    expect(judged(INDEPENDENT, "independent", 10, oneUser)).toEqual([]);
  });
});
