import { describe, expect, it } from "vitest";
import { relationIn } from "./testing/fixture.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog } from "@/lib/api";`;
const page = (before: string, between: string): string =>
  `${IMPORTS} ${before} export async function page(id) { const u = await /*A*/ getUser(id); ${between} return [u, await /*B*/ getCatalog()]; }`;

/** Every one of them must be answered; what it takes too much to follow is not known. */
describe("source that is made to be hard", () => {
  it.each([
    ["a sum nested thousands of times", page("", `const x = ${"1+".repeat(30_000)}1;`)],
    ["calls within calls", page("const f = (x) => x;", `const x = ${"f(".repeat(1_500)}1${")".repeat(1_500)};`)],
    ["a function that calls itself", page("const f = (n) => f(f(n));", "f(u);")],
    ["functions that call one another", page("const f = (n) => g(n) + g(n); const g = (n) => f(n) + f(n);", "f(u);")],
    ["a chain of functions twice as wide at every step", doubling(40)],
    [
      "a loop in a loop in a loop",
      page("", `let s = u; ${"for (const a of s) { s = a.b; ".repeat(12)}${"}".repeat(12)}`),
    ],
    [
      "a variable that may be anything",
      page(
        "",
        `let v = {}; ${Array.from({ length: 400 }, (_, i) => `if (id === ${i}) v = { k: v, n: ${i} };`).join("")} console.log(v);`,
      ),
    ],
    ["an object that holds itself", page("", "const o = { u }; o.self = o; o.list = [o]; JSON.stringify(o);")],
    ["a module of a megabyte", page(`const table = { ${"a1b2: 'cdef', ".repeat(60_000)} };`, "")],
    [
      "modules that import one another",
      `${page(`import { one } from "./one";`, "one(u.name);")}
      // @file src/app/one.ts
      import { two } from "./two"; export const one = (x) => two(x); export * from "./two";
      // @file src/app/two.ts
      import { one } from "./one"; export const two = (x) => (x ? one(x) : x); export * from "./one";`,
    ],
  ])("%s: answered, and never at the cost of a need", (_name, code) => {
    const needing = code.replace("await /*B*/ getCatalog()", "await /*B*/ getOrders(u.id)");
    expect(["independent", "guard", "data", "ordered", "unknown"]).toContain(relationIn(code).relation);
    expect(["data", "unknown"]).toContain(relationIn(needing).relation);
  });

  it.each([
    ["over a megabyte", page(`const big = "${"x".repeat(1_100_000)}";`, ""), "source.too-large"],
    ["of ten megabytes", page(`const big = "${"x".repeat(10_000_000)}";`, ""), "source.too-large"],
    ["not a program", page("const = ;", ""), "source.syntax-error"],
  ])("%s: unknown, with its reason", (_name, code, reason) => {
    expect(() => relationIn(code)).toThrow(reason);
  });
});

function doubling(steps: number): string {
  const functions = Array.from({ length: steps }, (_, i) => `const f${i} = (x) => f${i + 1}(x) ?? f${i + 1}(x);`);
  return page(`${functions.join(" ")} const f${steps} = (x) => x;`, "f0(u);");
}
