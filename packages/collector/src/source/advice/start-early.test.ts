import { describe, expect, it } from "vitest";
import { type PatchCase, patched } from "./testing/patched.ts";
import { bodyOf, LIB, route } from "./testing/route-code.ts";
import { expectSameButSooner } from "./testing/same-behaviour.ts";

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
