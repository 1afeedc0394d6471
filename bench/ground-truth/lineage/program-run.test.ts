import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UpstreamServer } from "../upstream/upstream-server.ts";
import { type Program, randomProgram } from "./program.ts";
import { ProgramRun } from "./program-run.ts";

const call = (word: string): Program => ({ kind: "call", word, reads: true });

describe("random programs", () => {
  let upstream: UpstreamServer;
  beforeAll(async () => {
    const slow = { method: "GET", path: "/words/slow", latencyMs: 80, answer: () => ({}) } as const;
    const word = { method: "GET", path: "/words/:word", latencyMs: 1, answer: () => ({}) } as const;
    upstream = await UpstreamServer.listen({ upstream: [slow, word], port: 0 });
  });
  afterAll(() => upstream.close());
  const waits = async (program: Program): Promise<Record<string, readonly string[]>> => {
    const run = new ProgramRun(upstream.url);
    await run.run(program, new Set());
    return Object.fromEntries(run.waits);
  };

  it.each<[string, Program, Record<string, readonly string[]>]>([
    ["a sequence", { kind: "sequence", parts: [call("a"), call("b"), call("c")] }, { a: [], b: ["a"], c: ["a", "b"] }],
    [
      "a barrier",
      { kind: "then", first: { kind: "all", parts: [call("a"), call("b")] }, next: call("c") },
      { a: [], b: [], c: ["a", "b"] },
    ],
    [
      "an early start",
      { kind: "sequence", parts: [{ kind: "hoisted", first: call("a"), next: call("b") }, call("c")] },
      { a: [], b: [], c: ["b", "a"] },
    ],
    ["a queue", { kind: "queued", first: call("a"), next: call("b") }, { a: [], b: ["a"] }],
  ])("know what each call of %s waited for", async (_name, program, expected) => {
    expect(await waits(program)).toEqual(expected);
  });

  it("wait for the winner of a race alone", async () => {
    const race: Program = { kind: "race", parts: [call("slow"), call("fast")] };
    expect((await waits({ kind: "sequence", parts: [race, call("after")] }))["after"]).toEqual(["fast"]);
  });

  it("are the same for the same seed, and seldom empty", () => {
    expect(randomProgram("7")).toEqual(randomProgram("7"));
    const texts = Array.from({ length: 50 }, (_, seed) => JSON.stringify(randomProgram(String(seed))));
    expect(texts.filter((text) => text.includes('"call"')).length).toBeGreaterThan(40);
  });
});
