import { describe, expect, it } from "vitest";
import { patched } from "./testing/patched.ts";
import { expectSameButSooner } from "./testing/same-behaviour.ts";

const HELPERS = `
const MOST = 3;
function labelled(a, at) {
  const label = at > MOST ? "last" : String(at);
  return { a, label };
}

let count = 0;
function counted(a) {
  return { a, count };
}
`;

const route = (body: string): string => `import { getA, seen } from "../lib/api";

export async function GET(ids: string[]) {
  const out: unknown[] = [];
${body}
  return out;
}
${HELPERS}`;

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
    const started = queue.splice(0, 6).map((id) => ({ id, early: (async () => getA(id))() }));
    for (const { early } of started) early.catch(() => {});
    for (const { id, early } of started) {
      const a = await early;
      if (a.gone) continue;
      const title = a.title;
      out.push({ ...a, id, title });
    }
  }`,
  ],
  "an item that is taken apart": [
    `  for (const [at, id] of ids.entries()) {
    const a = await getA(id);
    out.push({ at, a });
  }`,
    `  const queue = [...ids.entries()];
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map(async ([at, id]) => {
      const a = await getA(id);
      return { at, a };
    });
    for (const early of started) early.catch(() => {});
    for (const early of started) out.push(await early);
  }`,
  ],
  "an item that is taken apart, and more than one thing gathered": [
    `  for (const [at, id] of ids.entries()) {
    const a = await getA(id);
    if (a.gone) continue;
    out.push(at, ...[a]);
  }`,
    `  const queue = [...ids.entries()];
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map((next) => ({ next, early: (async ([at, id]) => getA(id))(next) }));
    for (const { early } of started) early.catch(() => {});
    for (const { next: [at, id], early } of started) {
      const a = await early;
      if (a.gone) continue;
      out.push(at, ...[a]);
    }
  }`,
  ],
  "a count": [
    `  for (let at = 1; at < ids.length; at++) {
    const a = await getA(ids[at]);
    out.push(at, labelled(a, at));
  }`,
    `  const queue = [];
  for (let at = 1; at < ids.length; at++) queue.push(at);
  while (queue.length > 0) {
    const started = queue.splice(0, 6).map((at) => ({ at, early: (async () => getA(ids[at]))() }));
    for (const { early } of started) early.catch(() => {});
    for (const { at, early } of started) {
      const a = await early;
      out.push(at, labelled(a, at));
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
    const started = queue.splice(0, 6).map((id) => ({ id, early: (async () => getA(id))() }));
    for (const { early } of started) early.catch(() => {});
    for (const { id, early } of started) {
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
    "looks at what a turn may have changed": [
      "for (const id of ids) { const a = await getA(id); out.push(counted(a), 1); }",
      "advice.loop-carried",
    ],
    "counts in its turns": [
      "for (let at = 0; at < ids.length; at++) { const a = await getA(ids[at]); at += 1; out.push(a, 1); }",
      "advice.loop-form",
    ],
    "counts up to what it gathers": [
      "for (let at = 0; at <= out.length; at++) { const a = await getA(at); out.push(a, 1); }",
      "advice.loop-carried",
    ],
    "does more": ["for (const id of ids) { out.push(await getA(id)); log(id); }", "advice.loop-form"],
  };
  for (const [name, [body, expected]] of Object.entries(WITHHELD)) {
    it(`${name}: ${expected}`, () => {
      expect(loopIn(route(`  ${body}`))).toBe(expected);
    });
  }
});
