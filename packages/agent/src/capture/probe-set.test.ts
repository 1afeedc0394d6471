import { afterEach, describe, expect, it } from "vitest";
import type { Probe } from "../evidence/probe.ts";
import type { Operation } from "../operation.ts";
import { agentState } from "../state.ts";
import { ProbeSet } from "./probe-set.ts";

const op = { root: {} } as Operation;
const probe = (inside: NonNullable<Probe["inside"]>): Probe => ({ inside }) as Probe;
const through = probe((_op, run) => run());
const failures = (): number => agentState().failures.get("probe") ?? 0;

afterEach(() => agentState().failures.clear());

describe("the app's call inside the probes", () => {
  it("is made within all of them and gives what it gives", () => {
    const log: string[] = [];
    const noting = (name: string): Probe =>
      probe((_op, run) => {
        log.push(`${name} in`);
        const result = run();
        log.push(`${name} out`);
        return result;
      });
    expect(new ProbeSet([noting("a"), noting("b")]).inside(op, () => log.push("call"))).toBe(3);
    expect(log).toEqual(["b in", "a in", "call", "a out", "b out"]);
  });

  it("throws what it throws, and that is no failure of a probe", () => {
    const error = new Error("refused");
    const refuse = (): never => {
      throw error;
    };
    expect(() => new ProbeSet([through]).inside(op, refuse)).toThrow(error);
    expect(failures()).toBe(0);
  });

  it.each([
    [
      "before it",
      probe(() => {
        throw new Error("broken probe");
      }),
    ],
    [
      "after it",
      probe((_op, run) => {
        run();
        throw new Error("broken probe");
      }),
    ],
    ["by making no call", probe(() => undefined as never)],
    [
      "by answering something else",
      probe((_op, run) => {
        run();
        return "else" as never;
      }),
    ],
  ])("is made once and answered right when a probe fails %s", (_when, broken) => {
    let calls = 0;
    const result = new ProbeSet([through, broken, through]).inside(op, () => {
      calls += 1;
      return "answer";
    });
    expect([result, calls]).toEqual(["answer", 1]);
  });
});

describe("what the probes say", () => {
  const telling: Probe = {
    enter: () => undefined,
    begin: () => undefined,
    promised: () => undefined,
    headers: () => undefined,
    bodyPromised: () => undefined,
    body: () => undefined,
    leave: () => undefined,
    facts: () => ({ waits: false }),
    rootFacts: () => ({ seen: true }),
  };
  const request = { method: "GET", url: "http://api/", headers: () => [], body: () => undefined };
  const broken = (): never => {
    throw new Error("broken probe");
  };
  const made = (): Operation => ({ root: {} }) as Operation;

  it("is told of each operation and of the request", () => {
    const probes = new ProbeSet([telling]);
    const told = made();
    probes.begin(told, request);
    expect([probes.facts(told), probes.rootFacts(told.root)]).toEqual([{ waits: false }, { seen: true }]);
  });

  it.each(["enter", "begin", "promised", "headers", "bodyPromised", "body", "inside", "facts", "rootFacts"])(
    "is not told of a request of which one missed something in %s, and is of others",
    (name) => {
      let fails = true;
      const failing = (_subject: unknown, run?: unknown): unknown => {
        if (fails) broken();
        return typeof run === "function" ? (run as () => unknown)() : {};
      };
      const probes = new ProbeSet([telling, { ...telling, [name]: failing }]);
      const settled = Promise.resolve();
      const live = (one: Operation): unknown[] => {
        probes.enter(one.root, undefined);
        probes.begin(one, request);
        probes.inside(one, () => undefined);
        probes.promised(one, settled);
        probes.headers(one, undefined);
        probes.bodyPromised(one, settled);
        probes.body(one, undefined);
        return [probes.rootFacts(one.root), probes.facts(one)];
      };
      const missed = made();
      live(missed);
      expect([probes.facts(missed), probes.rootFacts(missed.root)]).toEqual([{}, {}]);
      fails = false;
      expect(live(made())).toEqual([{ seen: true }, { waits: false }]);
    },
  );
});
