import { describe, expect, it } from "vitest";
import { fixture, projectOf } from "./testing/fixture.ts";
import { relatePair } from "./relate-pair.ts";

/** All rounds ask at one place; in A's stack one more of them still stands at `await before`, as Node shows it. */
function relation(asked: string): string {
  const code = `import { getUser } from "@/lib/api";
const CODES = ["EUR", "USD", "GBP"];
export async function GET() {
  return /*B1*/ CODES.reduce(async (before, code) => {
    const all = /*A1*/ await before;
    const one = await /*A*/ /*B*/ getUser(${asked});
    return { ...all, [code]: one };
  }, Promise.resolve({}));
}`;
  const { files, pair } = fixture(code);
  const [site, waiting] = pair.from;
  const [, outer] = pair.to;
  if (site === undefined || waiting === undefined || outer === undefined) throw new Error("a mark is missing");
  return relatePair(projectOf(files), { from: [site, waiting, waiting, outer], to: [site, waiting, outer] }).relation;
}

describe("rounds that wait for one another's promise", () => {
  it("are rounds of one callback, however many still wait", () => {
    expect(relation("code")).toBe("independent");
  });

  it("need what they take from the round before", () => {
    expect(relation("all.EUR.next")).toBe("data");
  });
});
