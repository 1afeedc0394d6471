import { describe, expect, it } from "vitest";
import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Call, ValueFacts } from "../model/call.ts";
import { timeline } from "../testing/timeline.ts";
import { decide } from "./decide.ts";
import { mergeProfiles } from "./profile.ts";
import { CHANGES, REASONS } from "./reasons.ts";
import type { SourceFact, SourceRelation } from "./source-fact.ts";

import { Collector, edgeOf, says, SERIAL, slot, withValues } from "./testing/collector.ts";

describe("a wait that was seen and a source that says independent", () => {
  it("is proven by one request", () => {
    const edge = new Collector(says("independent")).edge(timeline(SERIAL), "a", "b");
    expect(edge).toMatchObject({ verdict: "independent", tier: "proven", adjacent: true });
  });

  it("needs no lineage where both calls lie in one activation", () => {
    const request = timeline("a ====\nb     ====");
    expect(new Collector(says("independent")).edge(request, "a", "b").tier).toBe("proven");
    expect(new Collector(says("independent", { activation: "distinct" })).edge(request, "a", "b").tier).toBe("medium");
  });

  it("is nothing when lineage says that B did not wait", () => {
    const request = timeline("a ==== waits=\nb     ==== waits=");
    const edge = new Collector(says("independent")).edge(request, "a", "b");
    expect(edge).toMatchObject({ verdict: "unknown", tier: "unknown" });
  });

  it("asks each pair of a loop by itself whether it waited", () => {
    const request = timeline(
      `
      x/a  ====          at=f.ts:1 waits=
      y/a   ====         at=f.ts:1 waits=
      x/b      ===       at=f.ts:2 waits=x/a
      y/b       ===      at=f.ts:2 waits=y/a
    `
        .replaceAll("x/", "x")
        .replaceAll("y/", "y"),
    );
    const same = {
      ...request,
      calls: request.calls.map((call) => ({ ...call, target: call.target.replace(/\/[xy]/, "/") })),
    };
    const { edges } = new Collector(says("independent")).take(same);
    const tiers = edges.map(({ from, to, tier }) => [from, to, tier]);
    expect(tiers).toEqual(
      expect.arrayContaining([
        [0, 2, "proven"],
        [1, 3, "proven"],
        [0, 3, "unknown"],
      ]),
    );
  });

  it("is not serial once it was seen side by side without lineage", () => {
    const collector = new Collector(says("independent"));
    const serial = timeline("a ====\nb     ====");
    expect(collector.edge(serial, "a", "b").tier).toBe("proven");
    collector.take(timeline("a ====\nb  ===="));
    expect(collector.edge(serial, "a", "b")).toMatchObject({ verdict: "unknown" });
  });
});

describe("anything that shows a need wins over the source's independent", () => {
  const proven = says("independent");

  it.each([
    ["a write after", "a ==== waits=\nb     ==== POST waits=a", "ordered", "order.later-writes"],
    ["a write before", "a ==== POST waits=\nb     ==== waits=a", "ordered", "order.earlier-writes"],
    ["429 before", "a ==== 429 waits=\nb     ==== waits=a", "paced", undefined],
  ] as const)("%s", (_, drawing, verdict, reason) => {
    const edge = new Collector(proven).edge(timeline(drawing), "a", "b");
    expect(edge.verdict).toBe(verdict);
    expect([undefined, edge.channels.order.reason, edge.channels.pace.reason]).toContain(reason);
  });

  it("a distinctive value of A that B carries", () => {
    const request = withValues(timeline(SERIAL), {
      a: {},
      b: { slots: [slot("path[1]", { from: 0, path: "$.user.id", bits: 34 })] },
    });
    const edge = new Collector(proven).edge(request, "a", "b");
    expect(edge).toMatchObject({
      verdict: "data",
      channels: {
        data: { state: "present", reason: "data.value-in-later", detail: { slot: "path[1]", path: "$.user.id" } },
      },
    });
  });

  it("stays, whatever comes after", () => {
    const collector = new Collector(proven);
    const carried = withValues(timeline(SERIAL), {
      a: {},
      b: { slots: [slot("q.id", { from: 0, path: "$.id", bits: 40 })] },
    });
    const free = withValues(timeline(SERIAL), { a: {}, b: { slots: [] } });
    expect(collector.edge(carried, "a", "b").verdict).toBe("data");
    expect(collector.edge(free, "a", "b", 50).verdict).toBe("data");
  });

  it("a retry, a page behind a cursor, the same request again", () => {
    const again = (first: string, values: Readonly<Record<string, Partial<ValueFacts>>>) => {
      const drawn = withValues(timeline(`a ==== ${first} waits= at=f.ts:1\nb     ==== waits=a at=f.ts:1`), values);
      const same = { ...drawn, calls: drawn.calls.map((call) => ({ ...call, target: "api/a" })) };
      return new Collector(proven).take(same).edges[0];
    };
    expect(again("503", {})?.channels.pace.reason).toBe("pace.retry");
    expect(again("", { a: { requestHash: 7 }, b: { requestHash: 7 } })?.channels.pace.reason).toBe(
      "pace.same-request-again",
    );
    expect(again("", { a: { requestHash: 7 }, b: { requestHash: 8 } })?.verdict).toBe("independent");
    expect(
      again("", { a: {}, b: { slots: [slot("q.cursor", { from: 0, path: "$.next", bits: 3 })] } })?.channels.pace
        .reason,
    ).toBe("pace.cursor");
    expect(again("", {})).toMatchObject({ verdict: "unknown", channels: { pace: { reason: "pace.repeated" } } });
  });

  it.each([
    ["middleware", "proxy", "render", "/x", true],
    ["action", "default", "load", "src/routes/+page.server.ts", true],
    ["load", "getServerSideProps", "render", "/x", true],
    ["load", "src/routes/a/+page.server.ts", "load", "src/routes/a/+page.ts", true],
    ["load", "src/routes/+layout.server.ts", "load", "src/routes/a/+page.ts", false],
    ["hook", "handleAuth", "load", "src/routes/a/+page.server.ts", false],
    ["metadata", "/x", "render", "/x", false],
  ] as const)("an order the framework keeps: %s %s before %s %s", (fromKind, fromName, toKind, toName, isKept) => {
    const drawn = timeline(SERIAL);
    const owners = [
      { kind: fromKind, name: fromName, spanId: "1" },
      { kind: toKind, name: toName, spanId: "2" },
    ] as const;
    const calls = drawn.calls.map((call, index) => ({ ...call, owner: owners[index] ?? call.owner }));
    const { channels } = new Collector(proven).edge({ ...drawn, calls }, "a", "b");
    expect(channels.order.reason).toBe(isKept ? "order.framework" : "order.both-read");
  });

  it("two statements of one transaction", () => {
    const drawn = timeline(`
      begin  =             waits=
      one     ====         waits=begin
      two         ====     waits=begin,one
      end             =    waits=begin,one,two
      free             ==  waits=begin,one,two,end
    `);
    const methods = ["BEGIN", "SELECT", "SELECT", "COMMIT", "SELECT"];
    const calls = drawn.calls.map((call, index): Call => ({
      ...call,
      kind: "database",
      method: methods[index] ?? "",
      effect: methods[index] === "SELECT" ? "read" : "write",
      target: `shop: ${call.target}`,
    }));
    const analysis = new Collector(proven).take({ ...drawn, calls });
    expect(edgeOf(analysis, "one", "two").channels.order.reason).toBe("order.same-transaction");
    expect(edgeOf(analysis, "one", "free")).toMatchObject({ verdict: "independent", tier: "proven" });
  });
});

describe("what the source says otherwise", () => {
  it.each([
    ["data", "data"],
    ["guard", "guard"],
    ["ordered", "ordered"],
    ["unknown", "unknown"],
    ["parallel", "unknown"],
  ] as const)("%s -> %s", (relation, verdict) => {
    expect(new Collector(says(relation)).edge(timeline(SERIAL), "a", "b").verdict).toBe(verdict);
  });

  it("lists a guard with a safe read behind it apart, and no other", () => {
    expect(new Collector(says("guard")).edge(timeline(SERIAL), "a", "b").tier).toBe("speculative");
    const write = timeline("a ==== waits=\nb     ==== POST waits=a");
    expect(new Collector(says("guard")).edge(write, "a", "b").tier).toBe("unknown");
  });

  it("is forgotten when the code says something else now, unless it showed a need", () => {
    let relation: SourceRelation = "independent";
    const collector = new Collector(() => says(relation)());
    expect(collector.edge(timeline(SERIAL), "a", "b").verdict).toBe("independent");
    relation = "unknown";
    expect(collector.edge(timeline(SERIAL), "a", "b").verdict).toBe("unknown");
    relation = "independent";
    expect(collector.edge(timeline(SERIAL), "a", "b").verdict).toBe("independent");
    relation = "data";
    expect(collector.edge(timeline(SERIAL), "a", "b").verdict).toBe("data");
    relation = "independent";
    expect(collector.edge(timeline(SERIAL), "a", "b").verdict).toBe("data");
  });

  it("does not mind that the first requests came before the source", () => {
    let fact: SourceFact | undefined;
    const collector = new Collector(() => fact);
    expect(collector.edge(timeline(SERIAL), "a", "b")).toMatchObject({ verdict: "unknown", tier: "unknown" });
    fact = says("unknown", { reason: "source.missing" })();
    expect(collector.edge(timeline(SERIAL), "a", "b").tier).toBe("unknown");
    fact = says("independent")();
    const { pair } = collector.edge(timeline(SERIAL), "a", "b");
    expect(pair).toHaveLength(32);
    expect(collector.edge(timeline(SERIAL), "a", "b").tier).toBe("proven");
  });
});

describe("evidence merged outside a request", () => {
  it("is not held up by a source that had not come yet", () => {
    const before = new Collector(says("unknown", { reason: "source.missing" })).edge(timeline(SERIAL), "a", "b");
    const after = new Collector(says("independent")).edge(timeline(SERIAL), "a", "b");
    expect(decide(mergeProfiles(before.observed, after.observed)).tier).toBe("proven");
    const opaque = new Collector(says("unknown")).edge(timeline(SERIAL), "a", "b");
    expect(decide(mergeProfiles(opaque.observed, after.observed)).tier).toBe("unknown");
  });

  it("says of calls the source starts together that B does not wait", () => {
    const edge = new Collector(says("parallel")).edge(timeline("a ====\nb     ===="), "a", "b");
    expect(decide(edge.observed).wouldChange).toContainEqual({ reason: "change.later-waits-for-earlier" });
  });

  it("writes of twenty parallel calls no more than how each ended", () => {
    const drawing = Array.from({ length: 20 }, (_, index) => `c${index}`.padEnd(6) + "====").join("\n");
    const { edges, tallies } = new Collector().take(timeline(drawing));
    expect(edges).toHaveLength(0);
    expect(tallies).toHaveLength(20);
  });
});

describe("merging", () => {
  it("does not depend on the order in which requests come", () => {
    const requests = [
      timeline(SERIAL),
      timeline("a ==== 404 waits="),
      timeline("a ==== 404 waits=\nb     ==== waits=a"),
      withValues(timeline(SERIAL, { principal: 3 }), {
        a: { responseHash: 5 },
        b: { slots: [slot("q.x", { from: "incoming", path: "q", bits: 9 })] },
      }),
      withValues(timeline(SERIAL, { principal: 4 }), {
        a: { responseHash: 6 },
        b: { slots: [slot("q.x", { from: 0, path: "$.x", bits: 9 })] },
      }),
    ];
    const last = timeline(SERIAL);
    const forwards = new Collector(says("independent"));
    const backwards = new Collector(says("independent"));
    for (const request of requests) forwards.take(request);
    for (const request of requests.toReversed()) backwards.take(request);
    const [a, b] = [forwards.edge(last, "a", "b"), backwards.edge(last, "a", "b")];
    expect({ ...a, observed: undefined }).toEqual({ ...b, observed: undefined });
  });

  it("takes back what was counted twice", () => {
    const { observed } = new Collector(says("data")).edge(timeline(SERIAL), "a", "b");
    const negative = new Map([...observed].map(([field, count]) => [field, -count]));
    expect(decide(mergeProfiles(observed, negative))).toMatchObject({
      verdict: "unknown",
      channels: { source: { reason: "source.unavailable" } },
    });
  });

  it("is confirmed when values agree over users and answers that differ", () => {
    const profiles: PairProfile[] = [];
    for (let index = 0; index < 6; index += 1) {
      const request = withValues(timeline(SERIAL, { principal: index }), {
        a: { responseHash: index },
        b: { slots: [slot("q.x", { from: "incoming", path: "query.x", bits: 9 })] },
      });
      profiles.push(new Collector(says("independent")).edge(request, "a", "b").observed);
    }
    const merged = (count: number) => profiles.slice(0, count).reduce(mergeProfiles);
    expect(decide(merged(6))).toMatchObject({ tier: "proven", confirmed: true });
    expect(decide(merged(4))).toMatchObject({ tier: "proven", confirmed: false });
  });
});

describe("every verdict", () => {
  it("gives known codes and something that would change it", () => {
    const known = new Set<string>([...REASONS, ...CHANGES]);
    const relations: (SourceRelation | undefined)[] = [
      "data",
      "guard",
      "ordered",
      "independent",
      "parallel",
      "unknown",
      undefined,
    ];
    for (const relation of relations) {
      for (const drawing of [SERIAL, "a ==== POST\nb     ====", "a ==== 429\nb     ====", "a ====\nb     ===="]) {
        const collector = new Collector(relation === undefined ? undefined : says(relation));
        const edge = collector.edge(timeline(drawing), "a", "b");
        const { channels, wouldChange, verdict, tier } = decide(edge.observed);
        expect(wouldChange.length).toBeGreaterThan(0);
        for (const { reason } of [...Object.values(channels), ...wouldChange]) {
          expect(known.has(reason) || reason.startsWith("source.test-")).toBe(true);
        }
        expect(verdict === "unknown" && tier === "proven").toBe(false);
      }
    }
  });

  it("is unknown without any evidence", () => {
    expect(decide(new Map())).toMatchObject({ verdict: "unknown", tier: "unknown" });
  });
});
