import { describe, expect, it } from "vitest";
import { patched } from "./testing/patched.ts";
import { expectSameButSooner } from "./testing/same-behaviour.ts";

const route = (body: string): string => `import { getA, seen } from "../lib/api";

export async function GET(ids: string[]) {
  const out: unknown[] = [];
${body}
  return out;
}
`;

const loopIn = (code: string): ReturnType<typeof patched> =>
  patched({ kind: "loop", code, calls: ["getA(", "getA("], together: [[0, 1]] });

const IDS = ["1", "2", "3", "4", "5", "6", "7", "8"];

const OFFERED: Readonly<Record<string, readonly [string, string]>> = {
  "a push of the answer": [
    `  for (const id of ids) {
    out.push(await getA(id));
  }`,
    `  const queue = [...ids];
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map(async (id) => getA(id));
    for (const early of started) early.catch(() => {});
    for (const early of started) out.push(await early);
  }`,
  ],
  "a push of an object with the answer in it": [
    `  for (const id of ids) out.push({ id, a: await getA({ id }) });`,
    `  const queue = [...ids];
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map(async (id) => ({ id, a: await getA({ id }) }));
    for (const early of started) early.catch(() => {});
    for (const early of started) out.push(await early);
  }`,
  ],
  "an answer with a name": [
    `  for (const id of ids) {
    const a = await getA(id);
    out.push({ id, title: a.title });
  }`,
    `  const queue = [...ids];
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map(async (id) => {
      const a = await getA(id);
      return { id, title: a.title };
    });
    for (const early of started) early.catch(() => {});
    for (const early of started) out.push(await early);
  }`,
  ],
  "an answer that is gathered with what it was asked for": [
    `  for (const id of ids) {
    const a = await getA(id);
    if (a.gone) continue;
    const title = a.title;
    out.push({ ...a, id, title });
  }`,
    `  const queue = [...ids];
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map((next) => ({ next, early: (async (id) => getA(id))(next) }));
    for (const { early } of started) early.catch(() => {});
    for (const { next: id, early } of started) {
      const a = await early;
      if (a.gone) continue;
      const title = a.title;
      out.push({ ...a, id, title });
    }
  }`,
  ],
  "a sum, and the last of them": [
    `  let last; let total = 0;
  for (const id of ids) {
    last = await getA(id);
    total += last.n;
  }
  out.push(last, total);`,
    `  let last; let total = 0;
  const queue = [...ids];
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map((next) => ({ next, early: (async (id) => getA(id))(next) }));
    for (const { early } of started) early.catch(() => {});
    for (const { next: id, early } of started) {
      last = await early;
      total += last.n;
    }
  }
  out.push(last, total);`,
  ],
};

describe("loops that can go in rounds", () => {
  for (const [name, [body, expected]] of Object.entries(OFFERED)) {
    it(`${name}: offered`, async () => {
      const code = route(body);
      const outcome = loopIn(code);
      if (typeof outcome === "string") throw new Error(outcome);
      expect(outcome.code).toBe(route(expected));
      await expectSameButSooner(code, outcome.code, { functions: ["getA"], args: [IDS], synchronous: true });
    });
  }
});

describe("loops that stay as they are", () => {
  const WITHHELD: Readonly<Record<string, readonly [string, string]>> = {
    "leaves early": ["for (const id of ids) { const a = await getA(id); if (a) break; }", "advice.loop-form"],
    "reads what it has gathered": ["for (const id of ids) out.push(await getA(out));", "advice.loop-carried"],
    "passes a value on": [
      "let cursor = ids; for (const id of ids) { cursor = await getA(cursor); out.push(cursor); }",
      "advice.binding-reassigned",
    ],
    "uses what changes": [
      "let n = 0; n += 1; for (const id of ids) out.push(await getA(n));",
      "advice.binding-reassigned",
    ],
    "calls with a call": ["for (const id of ids) out.push(await getA(next(id)));", "advice.loop-form"],
    "fills a list of someone else": ["for (const id of ids) seen.push(await getA(id));", "advice.loop-form"],
    "waits for what it loops over": ["for await (const id of ids) out.push(await getA(id));", "advice.loop-form"],
    "reads what it has gathered so far": [
      "const by = new Map(); for (const id of ids) { const a = await getA(by.size); by.set(id, a); }",
      "advice.loop-carried",
    ],
    "skips before it asks": [
      "for (const id of ids) { if (id) continue; const a = await getA(id); if (a) out.push(a); }",
      "advice.loop-form",
    ],
    "ends the loop": [
      "for (const id of ids) { const a = await getA(id); if (a.last) break; out.push({ a }); }",
      "advice.loop-form",
    ],
    "does more": ["for (const id of ids) { out.push(await getA(id)); log(id); }", "advice.loop-form"],
  };
  for (const [name, [body, expected]] of Object.entries(WITHHELD)) {
    it(`${name}: ${expected}`, () => {
      expect(loopIn(route(`  ${body}`))).toBe(expected);
    });
  }
});
