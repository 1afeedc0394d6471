import { describe, expect, it } from "vitest";
import { type PatchCase, patched } from "./testing/patched.ts";
import { LIB, route } from "./testing/route-code.ts";

const between = (statement: string, second = "const b = await getB();"): Omit<PatchCase, "path"> => ({
  code: route(`  const a = await getA(id);\n  ${statement}\n  ${second}\n  return { a, b };`),
  calls: ["getA(id", "getB("],
  together: [[0, 1]],
  files: LIB,
});

describe("calls that stay where they are", () => {
  const WITHHELD: Readonly<Record<string, readonly [Omit<PatchCase, "path">, string]>> = {
    "a guard": [between("if (!a) return null;"), "advice.guard-between"],
    "an early return": [between("return a;"), "advice.exit-between"],
    "an error thrown": [between("throw new Error(id);"), "advice.exit-between"],
    "a write": [between("seen.last = a;"), "advice.write-between"],
    "a call nobody can see into": [between("remember(a);"), "advice.opaque-call-between"],
    "a constant that comes from a call": [between("const x = remember(a);"), "advice.opaque-call-between"],
    "another await": [between("const x = await getC();"), "advice.other-await-between"],
    "a try": [between("try { use(a); } catch {}"), "advice.try-between"],
    "a loop": [between("for (const x of a) use(x);"), "advice.loop-between"],
    "an argument that calls": [between("", "const b = await getB(next());"), "advice.impure-arguments"],
    "an argument that writes": [between("", "const b = await getB((id += 1));"), "advice.impure-arguments"],
    "a binding assigned elsewhere": [between("", "const b = await getB(id); id = a;"), "advice.binding-reassigned"],
    "a value of the first call made in between": [
      between("const key = a.key;", "const b = await getB(key);"),
      "advice.needed-call-between",
    ],
    "a value made in between that may fail": [
      between("const key = JSON.parse(id);", "const b = await getB(key);"),
      "advice.value-made-between",
    ],
    "a value of the first call": [between("", "const b = await getB(a.id);"), "advice.needed-call-between"],
    "a conditional": [between("", "let b; if (a) { b = await getB(); }"), "advice.different-blocks"],
    "a call in a try of its own": [
      between("let b;", "try { const x = await getB(); } catch {}"),
      "advice.different-blocks",
    ],
    "an expression that awaits": [between("", "await getB();"), "advice.not-a-declaration"],
    "an await on a condition of the first": [
      between("", "return { a, b: a.wide ? await getB() : null };"),
      "advice.needed-call-between",
    ],
    "an await on a condition that calls": [
      between("", "return { a, b: wide() ? await getB() : null };"),
      "advice.not-a-declaration",
    ],
    "a guard by a status": [between("if (a.status === 404) return null;"), "advice.guard-between"],
    "an error that names its reason": [between("if (!a.ok) throw new NotFoundError();"), "advice.guard-between"],
    "a call with the first answer": [
      {
        ...between(""),
        code: route("  const data = {};\n  data.a = keep(await getA(id));\n  data.b = await getB();\n  return data;"),
      },
      "advice.opaque-call-between",
    ],
    "a look at the answer that keeps it": [
      between("", "const b = await getB().then((found) => (seen.last = found));"),
      "advice.impure-arguments",
    ],
    "an argument that is the time": [between("", "const b = await getB(Date.now());"), "advice.impure-arguments"],
    "a call before the await": [between("", "return { a, n: next(), b: await getB() };"), "advice.not-a-declaration"],
    "two awaits in one": [between("", "return [await next(), await getB()];"), "advice.not-a-declaration"],
    "a default in the pattern that calls": [
      between("", "const { b = next() } = await getB();"),
      "advice.not-a-declaration",
    ],
    "a directive above": [
      between("// @ts-expect-error wrong types", "const b = await getB();"),
      "advice.directive-comment",
    ],
    "a resource to be closed": [between("using lock = a;", "const b = await getB();"), "advice.opaque-call-between"],
    "a transaction": [
      {
        ...between(""),
        code: `export const GET = () => db.$transaction(async (tx) => {
  const a = await tx.getA(1);
  const b = await tx.getB(2);
  return { a, b };
});`,
        calls: ["getA", "getB"],
      },
      "advice.in-transaction",
    ],
  };
  for (const [name, [given, expected]] of Object.entries(WITHHELD)) {
    it(`${name}: ${expected}`, () => {
      expect(patched(given)).toBe(expected);
    });
  }

  it("offers nothing where the function that makes the call changes something as well", () => {
    const files = {
      "src/lib/api.ts":
        `${LIB["src/lib/api.ts"]}\nexport async function getB() { void track("b"); return read("b"); }\n`.replace(
          "export async function getB(x) {}\n",
          "",
        ),
    };
    expect(patched({ ...between(""), files })).toBe("advice.writes-too");
  });

  it("offers nothing where the same statement makes a call that needs the first one", () => {
    const code = route(`  const a = await getA(id);
  const [b, c] = await Promise.all([getB(), getC()]);
  return { a, b, c };`);
    const calls = ["getA(id", "getB(", "getC("];
    expect(patched({ code, calls, together: [[0, 2]], after: [0], files: LIB })).toBe("advice.needed-call-between");
  });

  it("offers nothing for a path outside the project", () => {
    expect(patched({ ...between(""), path: "../route.ts" })).toBe("advice.path-outside");
  });
});
