import { describe, expect, it } from "vitest";
import type { AnalysedEdge } from "../analysis/request-analysis.ts";
import type { Slot } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { timeline } from "../testing/timeline.ts";

import { Collector, SERIAL, slot, withValues } from "./testing/collector.ts";

describe("without source", () => {
  const principals = (index: number): Partial<Request> => ({ principal: index % 64 });
  const explained = (index: number, sources: Slot["sources"] = [{ from: "incoming", path: "query.id", bits: 12 }]) =>
    withValues(timeline(SERIAL, principals(index)), {
      a: { responseHash: index, leaves: [] },
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
    const anyway = (status: number): Request => {
      const refused = explained(7);
      const refusal = status === 404 ? ("not-found" as const) : ("unauthorized" as const);
      const calls = refused.calls.map((call) =>
        call.index === 0 ? { ...call, outcome: { class: refusal, status } } : call,
      );
      return { ...refused, calls };
    };
    expect(collector.edge(anyway(404), "a", "b")).toMatchObject({ verdict: "unknown", tier: "medium" });
    expect(collector.edge(anyway(403), "a", "b")).toMatchObject({ verdict: "independent", tier: "high" });
    const few = new Collector();
    for (let index = 0; index < 20; index += 1) few.take(explained(index));
    few.take(anyway(404));
    expect(few.edge(anyway(403), "a", "b")).toMatchObject({ verdict: "unknown", tier: "medium" });
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
    for (const status of [403, 404]) {
      const refused = echo(7);
      const outcome = { class: status === 404 ? "not-found" : "unauthorized", status } as const;
      const calls = refused.calls.map((call) => (call.index === 0 ? { ...call, outcome } : call));
      edge = collector.edge({ ...refused, calls }, "a", "b");
    }
    expect(edge).toMatchObject({ verdict: "independent-by-rewrite", tier: "medium" });
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
