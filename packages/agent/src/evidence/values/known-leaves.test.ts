import { MAX_LEAVES, OPERATION } from "@weir/core/wire";
import { describe, expect, it } from "vitest";
import { Exchange } from "./exchange.ts";
import { KeyedHash } from "./keyed-hash.ts";
import { KnownLeaves, MANY_ANSWERS, MAX_SHAPES, MAX_WORDS } from "./known-leaves.ts";
import { Names } from "./names.ts";
import { MAX_OUTLINED_TEXT } from "./outline.ts";
import { RetainedTexts } from "./retained-texts.ts";
import { Traffic } from "./testing/traffic.ts";
import { valueProbe } from "./value-probe.ts";

const texts = new RetainedTexts();
const OUTGOING = { method: "GET", url: "http://a/", headers: () => [], body: () => undefined };

function known(): (answer: unknown, site?: string) => readonly string[] | undefined {
  const shared = new KeyedHash("weir shop");
  const names = new Names(new KeyedHash("own"));
  const leaves = new KnownLeaves(names, shared);
  return (answer, site = "s") => {
    const text = typeof answer === "string" ? answer : JSON.stringify(answer);
    const response = { status: 200, headers: () => [], text };
    const exchange = new Exchange({} as never, OUTGOING, texts);
    exchange.answered(response, texts);
    texts.keep(exchange.response, text);
    return leaves.facts(site, text, () => exchange.json(names));
  };
}

describe("leaves of an answer", () => {
  it("are told where a condition would call them nothing, at any depth up to the fourth", () => {
    const told = known()({
      user: null,
      items: [],
      map: {},
      flag: false,
      count: 0,
      name: "",
      fine: { id: 7, ok: true, list: [null], a: { b: { c: null, d: { e: null } } } },
    });
    expect(told).toEqual([
      "$.user|null",
      "$.items|empty",
      "$.map|empty",
      "$.flag|false",
      "$.count|zero",
      "$.name|empty",
      "$.fine.ok|true",
      "$.fine.list|full",
      "$.fine.a.b.c|null",
    ]);
  });

  it("are told as the same word as ever where many answers had no other", () => {
    const facts = known();
    for (let answer = 0; answer < MANY_ANSWERS; answer += 1) expect(facts({ plan: "trial" })).toEqual([]);
    expect(facts({ plan: "trial" })).toEqual(["$.plan|same"]);
    expect(facts({ plan: "paid" })).toEqual([expect.stringMatching(/^\$\.plan\|e[0-7]$/)]);
  });

  it("are told as missing once another answer at the same place had them", () => {
    const facts = known();
    expect(facts({ a: 1 })).toEqual([]);
    expect(facts({ a: 1, coupon: { id: 7 } })).toEqual([]);
    expect(facts({ a: 1 })).toEqual(["$.coupon|missing"]);
    expect(facts({ b: 1 }, "elsewhere")).toEqual([]);
  });

  it("are told by bucket where they are one of a few words, from the second word on", () => {
    const facts = known();
    expect(facts({ plan: "trial" })).toEqual([]);
    const [paid] = facts({ plan: "paid" }) ?? [];
    const [trial] = facts({ plan: "trial" }) ?? [];
    expect(paid).toMatch(/^\$\.plan\|e[0-7]$/);
    expect(trial).toMatch(/^\$\.plan\|e[0-7]$/);
    expect(known()({ plan: "paid" }) ?? []).toEqual([]);
  });

  it("are no words once there were many, or where one is none", () => {
    const facts = known();
    for (let index = 0; index <= MAX_WORDS; index += 1) facts({ name: `n${"x".repeat(index)}` });
    expect(facts({ name: "n" })).toEqual([]);
    const mixed = known();
    mixed({ text: "one" });
    mixed({ text: "two words" });
    expect(mixed({ text: "two" })).toEqual([]);
  });

  it("are never told by a key that could be a value", () => {
    const facts = known();
    const text = JSON.stringify([
      facts({ "ann@shop.example": null, "4711": null, x9Q2kd81: { plan: null } }),
      facts({ "ann@shop.example": { plan: false } }),
    ]);
    expect(text).toBe("[[],[]]");
  });

  it("are the same few of one place, however many there are", () => {
    const facts = known();
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`leaf${"abcdefghij".charAt(at % 10)}${at}`, null]),
    );
    const first = facts(many) ?? [];
    expect(first).toHaveLength(MAX_LEAVES);
    expect(facts(Object.fromEntries(Object.entries(many).toReversed()))?.toSorted()).toEqual(first.toSorted());
  });

  it("are not looked for in what is no JSON, or too large", () => {
    const facts = known();
    expect(facts("<html>")).toBeUndefined();
    expect(facts(`{"a":"${"x".repeat(MAX_OUTLINED_TEXT)}"}`)).toBeUndefined();
    expect(facts("")).toEqual(["$|empty"]);
    expect(facts("null")).toEqual(["$|null"]);
  });

  it("are forgotten of the place asked longest ago", () => {
    const facts = known();
    facts({ a: 1 }, "first");
    for (let index = 0; index < MAX_SHAPES; index += 1) facts({ a: 1 }, `s${index}`);
    expect(facts({}, "first")).toEqual(["$|empty"]);
    expect(facts({ b: 1 }, "first")).toEqual([]);
    expect(facts({ b: 1 }, `s${MAX_SHAPES - 1}`)).toEqual(["$.a|missing"]);
  });
});

describe("the value probe", () => {
  it("tells them of every answer it saw, and of no other", () => {
    const [seen, unread] = new Traffic(valueProbe()).run({}, [
      { url: "http://a/x", answer: { user: null } },
      { url: "http://a/y", answer: { user: null }, unread: true },
    ]);
    expect(seen?.facts[OPERATION.leaves]).toEqual(["$.user|null"]);
    expect(unread?.facts).not.toHaveProperty([OPERATION.leaves]);
  });
});
