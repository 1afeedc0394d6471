import { afterEach, describe, expect, it } from "vitest";
import type { Probe } from "../evidence/probe.ts";
import type { Operation } from "../operation.ts";
import { agentState } from "../state.ts";
import { ProbeSet } from "./probe-set.ts";

const op = {} as Operation;
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
