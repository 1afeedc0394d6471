import { describe, expect, it } from "vitest";
import type { AnalysedEdge, AnalysisInputs } from "../analysis/request-analysis.ts";
import type { LeafFact, ValueFacts } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { timeline } from "../testing/timeline.ts";

import { Collector, says, SERIAL, withValues } from "./testing/collector.ts";

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

  describe("on a refusal that ends the whole request", () => {
    const gaveUp = (status: number): Request => timeline(`a ==== ${status} waits=`, { status: 500, error: true });
    const accepted = withValues(both, { a: { leaves: [] }, b: {} });

    function after(refusals: readonly Request[], last: Request = accepted): AnalysedEdge {
      const collector = new Collector();
      for (const refusal of refusals) collector.take(refusal);
      return collector.edge(last, "a", "b", 60);
    }

    it("is no guard, seen for both ways of saying no", () => {
      expect(after([gaveUp(403), gaveUp(404)]).channels.control).toEqual({
        state: "absent",
        reason: "control.gives-up",
        detail: { classes: "unauthorized not-found", requests: 60 },
      });
      expect(after([gaveUp(403), gaveUp(403)]).channels.control.state).toBe("unobserved");
    });

    it("is one where the refusal is answered, with a status of its own or by another call", () => {
      const answered = timeline("a ==== 404 waits=", { status: 404 });
      expect(after([gaveUp(403), answered, answered]).verdict).toBe("guard");
      const told = timeline("a    ==== 404 waits=\nnote     ==== waits=a", { status: 500, error: true });
      expect(after([gaveUp(403), told, told]).verdict).toBe("guard");
    });

    it.each(["l.ts:1", "l.ts:2"])("says nothing of calls that ask the same, as turns of a loop do (%s)", (place) => {
      const turn = (first: number, second: number): Request =>
        withValues(timeline(`a ==== ${first} at=l.ts:1 waits=\nb     ==== ${second} at=${place} waits=a`), {
          a: { leaves: [], requestHash: 1 },
          b: { leaves: [], requestHash: 2 },
        });
      const sameCall = (request: Request): Request => ({
        ...request,
        calls: request.calls.map((call) => ({ ...call, target: "h/turn" })),
      });
      const alone = (status: number): Request => ({
        ...sameCall(timeline(`a ==== ${status} at=l.ts:1 waits=`, { status: 500, error: true })),
      });
      const collector = new Collector();
      for (const request of [alone(403), alone(404)]) collector.take(request);
      let channel: AnalysedEdge | undefined;
      for (let index = 0; index < 60; index += 1) [channel] = collector.take(sameCall(turn(200, 200))).edges;
      expect(channel?.channels.control).toEqual({ state: "unobserved", reason: "control.made-repeatedly" });
    });

    it("leaves a request out in which another call failed", () => {
      const other = timeline("a ==== waits=\nc ==== 503 waits=", { status: 500, error: true });
      expect(after([gaveUp(403), gaveUp(404), other, other]).channels.control.state).toBe("absent");
      const quiet = timeline("a ==== waits=\nc ==== waits=");
      expect(after([gaveUp(403), gaveUp(404), quiet]).channels.control.reason).toBe("control.sometimes-absent");
    });

    it("says nothing of what a question in the answer would do that was always answered alike", () => {
      const asks = (...leaves: readonly LeafFact[]): Request => withValues(both, { a: { leaves }, b: {} });
      for (const found of ["true", "false", "null", "same"] as const) {
        const leaf: LeafFact = { path: "$.frozen", class: found };
        expect(after([gaveUp(403), gaveUp(404)], asks(leaf)).channels.control).toMatchObject({
          state: "unobserved",
          reason: "control.never-otherwise",
          detail: { path: "$.frozen", class: found },
        });
      }
      const turned = asks({ path: "$.frozen", class: "false" });
      const turns = [gaveUp(403), gaveUp(404), asks({ path: "$.frozen", class: "true" })];
      expect(after(turns, turned).channels.control.state).toBe("absent");
      expect(after([gaveUp(403), gaveUp(404)], both).channels.control.reason).toBe("control.answer-not-seen");
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
    const answered = (status: number): Request =>
      withValues(timeline(`session ==== ${status} waits=\nb           ==== waits=session`), {
        session: { leaves: [] },
        b: {},
      });
    collector.take(answered(401));
    expect(collector.edge(answered(200), "session", "b").channels.control.reason).toBe("control.prior-name");
    collector.take(answered(404));
    expect(collector.edge(answered(200), "session", "b").channels.control.reason).toBe("control.refuted");
    const hook = {
      ...both,
      calls: both.calls.map((call) =>
        call.index === 0 ? { ...call, owner: { kind: "hook" as const, name: "handleTenant", spanId: "h" } } : call,
      ),
    };
    expect(new Collector().edge(hook, "a", "b").channels.control.reason).toBe("control.prior-hook");
  });
});
