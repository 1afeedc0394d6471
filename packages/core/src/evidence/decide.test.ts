import { describe, expect, it } from "vitest";
import { analyseRequest } from "../analysis/analyse.ts";
import type { AnalysedEdge, AnalysisInputs, PairProfile, RequestAnalysis } from "../analysis/request-analysis.ts";
import type { Call, LeafFact, Slot, ValueFacts } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { testDigest } from "../testing/digest.ts";
import { callNamed, timeline } from "../testing/timeline.ts";
import { decide } from "./decide.ts";
import { mergeProfiles } from "./profile.ts";
import { CHANGES, REASONS } from "./reasons.ts";
import type { SourceFact, SourceRelation } from "./source-fact.ts";

/** Analyses requests one after another, as the collector does: evidence of earlier ones is there for later ones. */
class Collector {
  readonly #profiles = new Map<string, PairProfile>();
  readonly #source: AnalysisInputs["source"];

  constructor(source: AnalysisInputs["source"] = () => undefined) {
    this.#source = source;
  }

  take(request: Request): RequestAnalysis {
    const analysis = analyseRequest(request, {
      source: this.#source,
      profile: (key) => this.#profiles.get(key) ?? new Map(),
      digest: testDigest,
    });
    for (const { pair, observed } of [...analysis.edges, ...analysis.tallies]) {
      this.#profiles.set(pair, mergeProfiles(this.#profiles.get(pair) ?? new Map(), observed));
    }
    return analysis;
  }

  /** Takes `count` copies and answers the edge of the last. */
  edge(request: Request, from: string, to: string, count = 1): AnalysedEdge {
    let analysis = this.take(request);
    for (let taken = 1; taken < count; taken += 1) analysis = this.take(request);
    return edgeOf(analysis, from, to);
  }
}

function edgeOf(analysis: RequestAnalysis, from: string, to: string): AnalysedEdge {
  const [a, b] = [callNamed(analysis.request, from).index, callNamed(analysis.request, to).index];
  const edge = analysis.edges.find((candidate) => candidate.from === a && candidate.to === b);
  if (edge === undefined) throw new Error(`${from} and ${to} are no ordered pair`);
  return edge;
}

function says(relation: SourceRelation, more: Partial<SourceFact> = {}): () => SourceFact {
  return () => ({ relation, reason: `source.test-${relation}`, activation: "shared", kind: "serial", ...more });
}

function withValues(request: Request, values: Readonly<Record<string, Partial<ValueFacts>>>): Request {
  return {
    ...request,
    recorded: { ...request.recorded, values: true },
    calls: request.calls.map((call): Call => {
      const facts = Object.entries(values).find(([name]) => call.target.endsWith(`/${name}`))?.[1];
      return facts === undefined ? call : { ...call, values: { slots: [], bodyReadAt: call.end, ...facts } };
    }),
  };
}

const slot = (name: string, ...sources: Slot["sources"]): Slot => ({ slot: name, sources });

const SERIAL = `
  a  ====      waits=
  b      ====  waits=a
`;

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

describe("without source", () => {
  const principals = (index: number): Partial<Request> => ({ principal: index % 64 });
  const explained = (index: number, sources: Slot["sources"] = [{ from: "incoming", path: "query.id", bits: 12 }]) =>
    withValues(timeline(SERIAL, principals(index)), {
      a: { responseHash: index },
      b: { slots: [slot("q.id", ...sources)] },
    });

  it("never calls a pair independent by times alone", () => {
    const edge = new Collector().edge(timeline(SERIAL), "a", "b", 200);
    expect(edge).toMatchObject({ verdict: "unknown", tier: "unknown" });
    expect(edge.channels.source.reason).toBe("source.unavailable");
  });

  it("is on the review list when only control was not seen, and high when it was refuted over many requests", () => {
    const collector = new Collector();
    let edge: AnalysedEdge | undefined;
    for (let index = 0; index < 120; index += 1) edge = collector.edge(explained(index), "a", "b");
    expect(edge).toMatchObject({ verdict: "unknown", tier: "medium", channels: { data: { state: "absent" } } });
    const refused = explained(7);
    const anyway = {
      ...refused,
      calls: refused.calls.map((call) =>
        call.index === 0 ? { ...call, outcome: { class: "not-found" as const, status: 404 } } : call,
      ),
    };
    expect(collector.edge(anyway, "a", "b")).toMatchObject({ verdict: "independent", tier: "high" });
    const few = new Collector();
    for (let index = 0; index < 20; index += 1) few.take(explained(index));
    expect(few.edge(anyway, "a", "b")).toMatchObject({ verdict: "unknown", tier: "medium" });
  });

  it("says nothing of data before A's answers differ", () => {
    const collector = new Collector();
    const same = explained(3);
    expect(collector.edge(same, "a", "b", 50).channels.data).toMatchObject({
      state: "unobserved",
      reason: "data.response-never-varied",
    });
  });

  it("calls a value that A carries too an echo, never plain independent", () => {
    const collector = new Collector();
    const echo = (index: number) =>
      explained(index, [
        { from: "incoming", path: "query.id", bits: 12 },
        { from: 0, path: "$.id", bits: 12 },
      ]);
    let edge: AnalysedEdge | undefined;
    for (let index = 0; index < 120; index += 1) edge = collector.edge(echo(index), "a", "b");
    expect(edge?.channels.data).toMatchObject({ state: "absent", reason: "data.echo" });
  });

  it("drops sources that fit by accident and keeps those that fit every time", () => {
    const collector = new Collector();
    collector.take(
      explained(1, [
        { from: "incoming", path: "query.page", bits: 3 },
        { from: 0, path: "$.id", bits: 9 },
      ]),
    );
    collector.take(explained(2, [{ from: 0, path: "$.id", bits: 9 }]));
    const edge = collector.edge(explained(3, [{ from: 0, path: "$.id", bits: 9 }]), "a", "b");
    expect(edge).toMatchObject({ verdict: "data", channels: { data: { reason: "data.value-follows" } } });
  });

  it("does not take a source that fits now and then for one", () => {
    const collector = new Collector();
    let edge: AnalysedEdge | undefined;
    for (let index = 0; index < 12; index += 1) {
      edge = collector.edge(explained(index, index % 2 === 0 ? [{ from: 0, path: "$.id", bits: 9 }] : []), "a", "b");
    }
    expect(edge?.channels.data).toMatchObject({ state: "unobserved", reason: "data.unexplained" });
  });

  it("does not take weak matches of one user's traffic for a dependency", () => {
    const collector = new Collector();
    const weak = explained(5, [{ from: 0, path: "$.id", bits: 4 }]);
    expect(collector.edge(weak, "a", "b", 100).channels.data).toMatchObject({
      state: "unobserved",
      reason: "data.weak-match",
    });
  });

  it("gives a value to the response that was there before A began", () => {
    const drawn = (index: number) =>
      withValues(
        timeline(
          `
          first  ==             waits=
          a        ====         waits=first
          b            ====     waits=first,a
        `,
          principals(index),
        ),
        {
          a: { responseHash: index },
          b: { slots: [slot("path[1]", { from: 0, path: "$.id", bits: 40 }, { from: 1, path: "$.id", bits: 40 })] },
        },
      );
    const collector = new Collector();
    let edge: AnalysedEdge | undefined;
    for (let index = 0; index < 5; index += 1) edge = collector.edge(drawn(index), "a", "b");
    expect(edge?.channels.data).toMatchObject({ state: "absent", reason: "data.echo" });
  });

  it("knows that a body nobody had read gave nothing", () => {
    const request = withValues(timeline(SERIAL), { a: { slots: [] }, b: { slots: [slot("q.x")] } });
    const unread = {
      ...request,
      calls: request.calls.map(({ values, ...call }) =>
        values === undefined ? call : { ...call, values: { slots: values.slots } },
      ),
    };
    expect(new Collector().edge(unread, "a", "b").channels.data).toMatchObject({
      state: "absent",
      reason: "data.body-unread",
    });
    const header = { from: 0, path: "header.x-tenant", bits: 3 } as const;
    const carried = {
      ...unread,
      calls: unread.calls.map((call) =>
        call.target.endsWith("/b") ? { ...call, values: { slots: [slot("q.x", header)] } } : call,
      ),
    };
    expect(new Collector().edge(carried, "a", "b").channels.data.state).toBe("unobserved");
  });
});

describe("control", () => {
  const refused = (status: number) => timeline(`a ==== ${status} waits=`);
  const both = timeline(SERIAL);

  function seen(accepted: number, failures: number, status: number, source?: AnalysisInputs["source"]): AnalysedEdge {
    const collector = new Collector(source);
    for (let index = 0; index < failures; index += 1) collector.take(refused(status));
    return collector.edge(both, "a", "b", accepted);
  }

  it("finds a guard when B is missing whenever A refuses", () => {
    const edge = seen(40, 3, 401);
    expect(edge).toMatchObject({
      verdict: "guard",
      channels: {
        control: {
          reason: "control.absent-after-failure",
          detail: { class: "unauthorized", failures: 3, successes: 40 },
        },
      },
    });
  });

  it("waits for enough failures", () => {
    expect(seen(40, 1, 404).channels.control).toMatchObject({
      state: "unobserved",
      reason: "control.failures-too-few",
    });
  });

  it("does not take failing fast on an outage for a guard", () => {
    expect(seen(40, 20, 503).channels.control).toMatchObject({
      state: "unobserved",
      reason: "control.no-failure-seen",
    });
    const checked = seen(40, 5, 404, says("independent", { failFast: true }));
    expect(checked).toMatchObject({
      verdict: "independent",
      tier: "proven",
      channels: { control: { reason: "control.fail-fast" } },
    });
  });

  it("believes the counts when the source says independent but B never follows a refusal", () => {
    expect(seen(40, 5, 404, says("independent")).verdict).toBe("guard");
  });

  it("is not observed when B is missing in some successes", () => {
    const collector = new Collector();
    collector.take(timeline("a ==== waits="));
    expect(collector.edge(both, "a", "b", 5).channels.control).toMatchObject({
      reason: "control.sometimes-absent",
      detail: { missing: 1, of: 6 },
    });
  });

  describe("by what an accepted answer held", () => {
    const answered = (request: Request, leaves: ValueFacts["leaves"]): Request =>
      withValues(request, { a: leaves === undefined ? {} : { leaves }, b: {} });
    const alone = timeline("a ==== 200 waits=");

    /** `without` requests in which A held the leaf and B was not made, then `made` with B. */
    function content(without: number, made: number, leaf: LeafFact, more: readonly LeafFact[] = []): AnalysedEdge {
      const collector = new Collector();
      for (let index = 0; index < without; index += 1) collector.take(answered(alone, [leaf, ...more]));
      return collector.edge(answered(both, more), "a", "b", made);
    }

    it("is a guard when B is missing whenever a leaf is nothing", () => {
      const edge = content(4, 40, { path: "$.user", class: "null" });
      expect(edge.verdict).toBe("guard");
      expect(edge.channels.control).toEqual({
        state: "present",
        reason: "control.absent-with-content",
        detail: { path: "$.user", class: "null", missing: 4, others: 40 },
      });
    });

    it("is a guard when B is made only while a leaf is nothing", () => {
      const collector = new Collector();
      for (let index = 0; index < 4; index += 1) collector.take(answered(alone, []));
      const edge = collector.edge(answered(both, [{ path: "$.locked", class: "false" }]), "a", "b", 40);
      expect(edge.channels.control).toMatchObject({
        state: "present",
        detail: { path: "$.locked", class: "something", missing: 4 },
      });
    });

    it("is a guard when B is made for one word only", () => {
      const collector = new Collector();
      const words = ["e1", "e2", "e3"] as const;
      for (const word of [...words, ...words]) collector.take(answered(alone, [{ path: "$.plan", class: word }]));
      const edge = collector.edge(answered(both, [{ path: "$.plan", class: "e7" }]), "a", "b", 40);
      expect(edge.channels.control).toMatchObject({ detail: { path: "$.plan", class: "not e7", missing: 6 } });
    });

    it("is a guard when B is missing with another status", () => {
      const collector = new Collector();
      for (let index = 0; index < 4; index += 1) collector.take(answered(timeline("a ==== 204 waits="), []));
      expect(collector.edge(answered(both, []), "a", "b", 40).channels.control).toMatchObject({
        detail: { path: "status", class: "204", missing: 4 },
      });
    });

    it("is none once B was made all the same", () => {
      const leaf: LeafFact = { path: "$.user", class: "null" };
      const collector = new Collector();
      for (let index = 0; index < 9; index += 1) collector.take(answered(alone, [leaf]));
      collector.take(answered(both, [leaf]));
      expect(collector.edge(answered(both, []), "a", "b", 40).channels.control).toMatchObject({
        state: "unobserved",
        reason: "control.sometimes-absent",
      });
    });

    it("asks more of chance the more leaves there are to ask", () => {
      const leaf: LeafFact = { path: "$.user", class: "null" };
      const many = Array.from({ length: 15 }, (_, index): LeafFact => ({ path: `$.x${index}`, class: "zero" }));
      expect(content(2, 80, leaf).channels.control.state).toBe("present");
      expect(content(2, 80, leaf, many).channels.control.reason).toBe("control.sometimes-absent");
    });

    it("says nothing of answers nobody saw", () => {
      const collector = new Collector();
      for (let index = 0; index < 9; index += 1) collector.take(answered(alone, undefined));
      const edge = collector.edge(answered(both, [{ path: "$.user", class: "null" }]), "a", "b", 40);
      expect(edge.channels.control.reason).toBe("control.sometimes-absent");
    });

    it("does not depend on whether the source calls a bad status fail-fast", () => {
      const collector = new Collector(says("independent", { failFast: true }));
      for (let index = 0; index < 4; index += 1) {
        collector.take(answered(alone, [{ path: "$.ok", class: "false" }]));
      }
      expect(collector.edge(answered(both, []), "a", "b", 40).verdict).toBe("guard");
    });
  });

  it("does not count B as missing where it ran beside A", () => {
    const collector = new Collector();
    collector.take(both);
    collector.take(timeline("a ==== waits=\nb  ==== waits="));
    expect(collector.edge(both, "a", "b", 3).channels.control.reason).toBe("control.no-failure-seen");
  });

  it("holds names and hooks for guards until that is refuted or the source decides", () => {
    const named = timeline("session ==== waits=\nb           ==== waits=session");
    expect(new Collector().edge(named, "session", "b")).toMatchObject({
      verdict: "guard",
      channels: { control: { reason: "control.prior-name" } },
    });
    expect(new Collector().edge(named, "session", "b").tier).toBe("unknown");
    expect(new Collector(says("independent")).edge(named, "session", "b").tier).toBe("proven");
    const collector = new Collector();
    collector.take(timeline("session ==== 401 waits=\nb           ==== waits=session"));
    expect(collector.edge(named, "session", "b").channels.control.reason).toBe("control.refuted");
    const hook = {
      ...both,
      calls: both.calls.map((call) =>
        call.index === 0 ? { ...call, owner: { kind: "hook" as const, name: "handleTenant", spanId: "h" } } : call,
      ),
    };
    expect(new Collector().edge(hook, "a", "b").channels.control.reason).toBe("control.prior-hook");
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
