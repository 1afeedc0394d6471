import { FIRST_ANSWER_AGE, FIRST_QUESTION } from "@weir/core";
import { expect, it } from "vitest";
import { AnswersAtHand, MAX_AT_HAND } from "./answers-at-hand.ts";
import type { RequestRow } from "../store/port.ts";
import { batch, request } from "../store/testing.ts";
import { openApi } from "./testing/api-server.ts";

const SOON = `max-stale=${FIRST_ANSWER_AGE}`;

const made =
  (tag: string, keeps = true) =>
  async () => ({ text: "{}", tag, keeps });

it("an older answer is given to whoever says how old it may be, and to nobody else", async () => {
  let now = 5_000;
  const answers = new AnswersAtHand(() => now);
  await answers.make("a", made("1"));
  await answers.make("b", made("1", false));
  now += 30_400;
  expect(await answers.get("a", "no-cache, max-stale=30")).toMatchObject({ text: "{}", tag: "1", age: 30 });
  const others = [
    undefined,
    "no-cache",
    "max-stale",
    "max-stale=29",
    "max-stale=-1",
    "max-stale=1e9",
    "x-max-stale=99",
  ];
  for (const said of others) expect(await answers.get("a", said)).toBeUndefined();
  expect(await answers.get("b", SOON)).toBeUndefined();
});

it("who comes while an answer is being made waits for it, and hears when that fails", async () => {
  const answers = new AnswersAtHand(() => 0);
  let fail = (_error: Error): void => undefined;
  let give = (_answer: { text: string; tag: string; keeps: boolean }): void => undefined;
  const first = answers.make("a", () => new Promise((resolve) => (give = resolve)));
  const second = answers.get("a", SOON);
  expect(await answers.get("a", "no-cache")).toBeUndefined();
  give({ text: "{}", tag: "1", keeps: false });
  expect([(await first).tag, (await second)?.tag]).toEqual(["1", "1"]);
  const third = answers.make("a", () => new Promise((_resolve, reject) => (fail = reject)));
  const fourth = answers.get("a", SOON);
  fail(new Error("no store"));
  await expect(third).rejects.toThrow("no store");
  await expect(fourth).rejects.toThrow("no store");
  expect(await answers.get("a", SOON)).toBeUndefined();
});

it("an answer that was being made when people decided something is not kept", async () => {
  const answers = new AnswersAtHand(() => 0);
  const making = answers.make("a", made("1"));
  answers.clear();
  await making;
  expect(await answers.get("a", SOON)).toBeUndefined();
});

it("a bounded number of answers is kept, the newest, and what went is counted", async () => {
  const answers = new AnswersAtHand(() => 0);
  for (let index = 0; index <= MAX_AT_HAND; index += 1) await answers.make(`q${index}`, made("1"));
  expect([await answers.get("q0", SOON), answers.dropped]).toEqual([undefined, 1]);
  await answers.make("q1", made("2"));
  expect([(await answers.get("q1", SOON))?.tag, answers.dropped]).toEqual(["2", 1]);
});

it("the first page's answer of a busy store is at hand, as it was, until people decide something", async () => {
  const api = await openApi("memory");
  let batches = 0;
  const add = (requests: number) =>
    api.store.writeBatch(batch(`b${(batches += 1)}`, { requests: Array<RequestRow>(requests).fill(request()) }));
  const ask = async (path: string, cacheControl = "no-cache") => {
    const { body, headers } = await api.get(`/api/v1/${path}`, { "cache-control": cacheControl });
    return [body.routes[0]?.requests, headers["age"] === undefined ? "new" : "older"];
  };
  await add(12_000);
  expect(await ask(FIRST_QUESTION)).toEqual([12_000, "new"]);
  // A small store's answer is as soon made.
  expect(await ask(FIRST_QUESTION, SOON)).toEqual([12_000, "new"]);
  await add(12_000);
  expect(await ask(FIRST_QUESTION)).toEqual([24_000, "new"]);
  await add(1);
  expect(await ask(FIRST_QUESTION, SOON)).toEqual([24_000, "older"]);
  expect(await ask("routes?limit=199", SOON)).toEqual([24_001, "new"]);
  expect(await ask(FIRST_QUESTION)).toEqual([24_001, "new"]);
  await add(1);
  expect((await api.post("/api/v1/deploys", { service: "shop", env: "staging", version: "v4" })).status).toBe(200);
  expect(await ask(FIRST_QUESTION, SOON)).toEqual([24_002, "new"]);
  await api.close();
});
