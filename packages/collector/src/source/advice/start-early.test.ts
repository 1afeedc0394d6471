import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type PatchCase, patched } from "./testing/patched.ts";
import { expectSameButSooner } from "./testing/same-behaviour.ts";

const API = "getA, getB, getC, getD";
const LIB = {
  "src/lib/api.ts": `export async function getA(x) {}\nexport async function getB(x) {}
export async function getC(x) {}\nexport async function getD(x) {}\n`,
};

const route = (body: string): string =>
  `import { ${API} } from "../lib/api";\n\nexport async function GET(id: string) {\n${body}\n}\n`;

const bodyOf = (code: string): string =>
  code.slice(code.indexOf("{\n", code.indexOf("GET")) + 2, code.lastIndexOf("\n}"));

type Table = Readonly<Record<string, Omit<PatchCase, "code" | "path"> & { body: string; expected: string }>>;

const OFFERED: Table = {
  "two calls that share nothing": {
    calls: ["getA", "getB"].map((name) => `${name}(id`),
    together: [[0, 1]],
    body: `  const a = await getA(id);
  const b = await getB(id);
  return { a, b };`,
    expected: `  const bPromise = getB(id);
  bPromise.catch(() => {});
  const a = await getA(id);
  const b = await bPromise;
  return { a, b };`,
  },
  "one that needs the first and not the second": {
    calls: ["getA(id", "getB(", "getC("],
    together: [[0, 1], [2]],
    after: [0],
    body: `  const a = await getA(id);
  const b = await getB();
  const c = await getC(a.user.id);
  return { a, b, c };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const a = await getA(id);
  const cPromise = getC(a.user.id);
  cPromise.catch(() => {});
  const b = await bPromise;
  const c = await cPromise;
  return { a, b, c };`,
  },
  "a chain behind a call that starts early": {
    calls: ["getA(id", "getB(", "getC("],
    together: [[0, 1], [2]],
    after: [1],
    body: `  const a = await getA(id);
  const b = await getB();
  const c = await getC(b.id);
  return { a, b, c };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const cPromise = bPromise.then((b) => getC(b.id));
  cPromise.catch(() => {});
  const a = await getA(id);
  const b = await bPromise;
  const c = await cPromise;
  return { a, b, c };`,
  },
  "types, patterns, comments and constants in between": {
    calls: ["getA(id", "getB(", "getC("],
    together: [[0, 1, 2]],
    body: `  // Who is it?
  const a: { name: string } = await getA(id);
  const label = \`\${a.name}!\`;
  const { rows, total: count } = await getB({ id, take: 10 });
  /* the rest */
  const c = (await getC(["x", id])) as string;
  return { a, rows, count, c, label };`,
    expected: `  const bPromise = getB({ id, take: 10 });
  bPromise.catch(() => {});
  const cPromise = getC(["x", id]);
  cPromise.catch(() => {});
  // Who is it?
  const a: { name: string } = await getA(id);
  const label = \`\${a.name}!\`;
  const { rows, total: count } = await bPromise;
  /* the rest */
  const c = (await cPromise) as string;
  return { a, rows, count, c, label };`,
  },
  "arguments made by the runtime": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = await getA(id);
  const b = await getB(encodeURIComponent(id.trim()), \`/\${String(id)}\`);
  return { a, b };`,
    expected: `  const bPromise = (async () => getB(encodeURIComponent(id.trim()), \`/\${String(id)}\`))();
  bPromise.catch(() => {});
  const a = await getA(id);
  const b = await bPromise;
  return { a, b };`,
  },
  "inside one try": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  try {
    const a = await getA(id);
    const b = await getB();
    return { a, b };
  } catch (error) {
    return { failed: String(error) };
  }`,
    expected: `  try {
    const bPromise = getB();
    bPromise.catch(() => {});
    const a = await getA(id);
    const b = await bPromise;
    return { a, b };
  } catch (error) {
    return { failed: String(error) };
  }`,
  },
  "over a Promise.all of the finding": {
    calls: ["getA(id", "getB(id", "getC("],
    together: [[0, 1, 2]],
    body: `  const [a, b] = await Promise.all([getA(id), getB(id)]);
  const c = await getC();
  return { a, b, c };`,
    expected: `  const cPromise = getC();
  cPromise.catch(() => {});
  const [a, b] = await Promise.all([getA(id), getB(id)]);
  const c = await cPromise;
  return { a, b, c };`,
  },
  "a barrier that only one of the group is needed for": {
    kind: "barrier",
    calls: ["getA(id", "getB(id", "getC("],
    together: [[0, 1], [2]],
    after: [0],
    body: `  const [a, b] = await Promise.all([getA(id), getB(id)]);
  const c = await getC(a.id);
  return { a, b, c };`,
    expected: `  const aPromise = getA(id);
  const cPromise = aPromise.then((a) => getC(a.id));
  cPromise.catch(() => {});
  const [a, b] = await Promise.all([aPromise, getB(id)]);
  const c = await cPromise;
  return { a, b, c };`,
  },
  "a barrier, and the second of the group is needed": {
    kind: "barrier",
    calls: ["getA(id", "getB(id", "getC("],
    together: [[0, 1], [2]],
    after: [1],
    body: `  const [a, b] = await Promise.all([getA(id), getB(id)]);
  const c = await getC(b.id);
  return { a, b, c };`,
    expected: `  const aPromise = getA(id);
  const bPromise = getB(id);
  const cPromise = bPromise.then((b) => getC(b.id));
  cPromise.catch(() => {});
  const [a, b] = await Promise.all([aPromise, bPromise]);
  const c = await cPromise;
  return { a, b, c };`,
  },
  "one that is awaited in what is returned": {
    calls: ["getA(id", "getB(", "getC("],
    together: [[0, 1], [2]],
    after: [0],
    body: `  const a = await getA(id);
  const b = await getB();
  return { a, b, c: await getC(a.id) };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const a = await getA(id);
  const cPromise = getC(a.id);
  cPromise.catch(() => {});
  const b = await bPromise;
  return { a, b, c: await cPromise };`,
  },
  "one that is assigned": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const data = {};
  data.a = await getA(id);
  data.b = await getB();
  return data;`,
    expected: `  const data = {};
  const bPromise = getB();
  bPromise.catch(() => {});
  data.a = await getA(id);
  data.b = await bPromise;
  return data;`,
  },
  "several in one object": {
    calls: ["getA(id", "getB(", "getC("],
    together: [[0, 1, 2]],
    body: `  return { a: await getA(id), b: await getB(), c: (await getC(id)).rows };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const cPromise = getC(id);
  cPromise.catch(() => {});
  return { a: await getA(id), b: await bPromise, c: (await cPromise).rows };`,
  },
  "several in one declaration": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = await getA(id),
    b = await getB();
  return { a, b };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const a = await getA(id),
    b = await bPromise;
  return { a, b };`,
  },
  "with something to fall back to": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = (await getA(id)) ?? {};
  const { rows = [] } = (await getB()) ?? {};
  return { a, rows };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const a = (await getA(id)) ?? {};
  const { rows = [] } = (await bPromise) ?? {};
  return { a, rows };`,
  },
  "one that is only made on a condition": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = await getA(id);
  const b = id.length > 0 ? await getB(id) : null;
  return { a, b };`,
    expected: `  const bPromise = (async () => (id.length > 0 ? await getB(id) : null))();
  bPromise.catch(() => {});
  const a = await getA(id);
  const b = await bPromise;
  return { a, b };`,
  },
  "a constant in between that the call needs": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = await getA(id);
  const size = 10;
  const options = { take: size, of: id };

  const b = await getB(options);
  return { a, b };`,
    expected: `  const size = 10;
  const options = { take: size, of: id };
  const bPromise = getB(options);
  bPromise.catch(() => {});
  const a = await getA(id);

  const b = await bPromise;
  return { a, b };`,
  },
  "over a check that the first worked": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = await getA(id);
  if (!a.ok) throw new Error("upstream");
  const b = await getB();
  return { a, b };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const a = await getA(id);
  if (!a.ok) throw new Error("upstream");
  const b = await bPromise;
  return { a, b };`,
  },
  "a look at the answer": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = await getA(id).then((found) => found.rows);
  const b = await getB().then(({ total }) => total).catch(() => 0);
  return { a, b };`,
    expected: `  const bPromise = getB().then(({ total }) => total).catch(() => 0);
  bPromise.catch(() => {});
  const a = await getA(id).then((found) => found.rows);
  const b = await bPromise;
  return { a, b };`,
  },
  "arguments made of lists": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const ids = [id, "8"];
  const a = await getA(id);
  const b = await getB(ids.map((one) => one.trim()).join(","));
  return { a, b };`,
    expected: `  const ids = [id, "8"];
  const bPromise = (async () => getB(ids.map((one) => one.trim()).join(",")))();
  bPromise.catch(() => {});
  const a = await getA(id);
  const b = await bPromise;
  return { a, b };`,
  },
  "some, where another cannot be moved": {
    calls: ["getA(id", "getB(", "getC("],
    together: [[0, 1], [2]],
    after: [1],
    body: `  const a = await getA(id);
  const b = await getB();
  const titled = (one) => one.title;
  const c = await getC(titled(b));
  return { a, b, c };`,
    expected: `  const bPromise = getB();
  bPromise.catch(() => {});
  const a = await getA(id);
  const b = await bPromise;
  const titled = (one) => one.title;
  const c = await getC(titled(b));
  return { a, b, c };`,
  },
  "a name that is taken": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const bPromise = id;
  const a = await getA(id);
  const b = await getB();
  return { a, b, bPromise };`,
    expected: `  const bPromise = id;
  const bPromise2 = getB();
  bPromise2.catch(() => {});
  const a = await getA(id);
  const b = await bPromise2;
  return { a, b, bPromise };`,
  },
  "no semicolons": {
    calls: ["getA(id", "getB("],
    together: [[0, 1]],
    body: `  const a = await getA(id)
  const b = await getB()
  return { a, b }`,
    expected: `  const bPromise = getB()
  bPromise.catch(() => {})
  const a = await getA(id)
  const b = await bPromise
  return { a, b }`,
  },
};

describe("calls that can start earlier", () => {
  for (const [name, { body, expected, ...given }] of Object.entries(OFFERED)) {
    it(`${name}: ${given.kind ?? "serial"}`, async () => {
      const code = route(body);
      const outcome = patched({ ...given, code, files: LIB });
      if (typeof outcome === "string") throw new Error(outcome);
      expect(bodyOf(outcome.code)).toBe(expected);
      const functions = given.calls.map((call) => call.slice(0, 4));
      await expectSameButSooner(code, outcome.code, { functions, args: ["7"], synchronous: false });
    });
  }

  for (const [name, { body, expected: _, ...given }] of Object.entries(OFFERED)) {
    if (given.kind === "barrier") continue;
    it(`${name}, by functions nobody has seen`, async () => {
      const code = route(body);
      const outcome = patched({ ...given, code });
      if (typeof outcome === "string") throw new Error(outcome);
      expect(outcome.code).toContain("(async () => ");
      const functions = given.calls.map((call) => call.slice(0, 4));
      await expectSameButSooner(code, outcome.code, { functions, args: ["7"], synchronous: true });
    });
  }

  it("takes a call out of a Promise.all that may be no promise as what Promise.all makes of it", async () => {
    const code = route(`  const [a, b] = await Promise.all([getA(id), getB(id)]);
  const c = await getC(a.id);
  return { a, b, c };`);
    const calls = ["getA(id", "getB(id", "getC("];
    const outcome = patched({ kind: "barrier", code, calls, together: [[0, 1], [2]], after: [0] });
    if (typeof outcome === "string") throw new Error(outcome);
    expect(bodyOf(outcome.code)).toBe(`  const aPromise = Promise.resolve(getA(id));
  const cPromise = aPromise.then((a) => getC(a.id));
  cPromise.catch(() => {});
  const [a, b] = await Promise.all([aPromise, getB(id)]);
  const c = await cPromise;
  return { a, b, c };`);
    await expectSameButSooner(code, outcome.code, {
      functions: ["getA", "getB", "getC"],
      args: ["7"],
      synchronous: true,
    });
  });

  it("keeps the line endings of the file", () => {
    const { body, expected, ...given } = OFFERED["two calls that share nothing"] ?? { body: "", expected: "" };
    const outcome = patched({
      calls: [],
      together: [],
      ...given,
      code: route(body).replaceAll("\n", "\r\n"),
      files: LIB,
    });
    if (typeof outcome === "string") throw new Error(outcome);
    expect(outcome.code).toBe(route(expected).replaceAll("\n", "\r\n"));
  });
});

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

describe("the routes of the example app", () => {
  const example = (path: string): string =>
    readFileSync(new URL(`../../../../../examples/next-app/${path}`, import.meta.url), "utf8");
  const lib = (...names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [`lib/${name}.ts`, example(`lib/${name}.ts`)]));

  it("account: the configuration no longer waits for the session", async () => {
    const path = "app/api/account/route.ts";
    const code = example(path);
    const outcome = patched({
      path,
      code,
      calls: ["auth();", "fetchConfig()", "fetchAccount(session"],
      together: [[0, 1], [2]],
      after: [0],
      files: lib("auth", "config", "account", "api-client"),
    });
    if (typeof outcome === "string") throw new Error(outcome);
    expect(outcome.patch).toMatchSnapshot();
    await expectSameButSooner(code, outcome.code, {
      functions: ["auth", "fetchConfig", "fetchAccount"],
      synchronous: false,
    });
  });

  it("product page: every call starts when what it needs is there", async () => {
    const path = "app/api/product-page/[id]/route.ts";
    const code = example(path);
    const names = ["Product", "Reviews", "Brand", "Category", "Shelf", "Stock", "Promotions"];
    const outcome = patched({
      path,
      code,
      calls: names.map((name) => `fetch${name}(`),
      together: [[0, 1, 6], [2, 3, 5], [4]],
      after: [0, 3],
      files: lib("catalog", "api-client"),
    });
    if (typeof outcome === "string") throw new Error(outcome);
    expect(outcome.patch).toMatchSnapshot();
    await expectSameButSooner(code, outcome.code, {
      functions: names.map((name) => `fetch${name}`),
      synchronous: false,
      args: [undefined, { params: Promise.resolve({ id: "7" }) }],
    });
  });
});
