import { describe, expect, it } from "vitest";
import { recordedCall, TEAM_CASE } from "../testing/recorded.ts";
import { recordedNamed } from "./call-of-core.ts";
import { LabelIndex } from "./label-index.ts";

describe("recordedNamed", () => {
  const calls = ["GET /users/{id}", "GET /users/{id}/orders", "GET /tenants/acme", "POST /users/{id}"].map((name, at) =>
    recordedCall(at, name, at, at + 1),
  );

  it("finds calls whose values the agent has hidden", () => {
    expect(recordedNamed("GET /users/*", calls)).toEqual([calls[0]]);
    expect(recordedNamed("GET /users/42", calls)).toEqual([calls[0]]);
  });

  it("takes a word that was kept for one value of a star", () => {
    expect(recordedNamed("GET /tenants/*", calls)).toEqual([calls[2]]);
    expect(recordedNamed("GET /tenants/borealis", calls)).toEqual([]);
  });
});

describe("LabelIndex", () => {
  it("knows calls made inside internal ones by the pair that stands for them", () => {
    const [team, members] = TEAM_CASE.waits;
    const calls = [
      recordedCall(0, "GET self/api", 0, 10, { kind: "internal" }),
      recordedCall(1, "GET /teams/{id}", 1, 9, { within: 0 }),
      recordedCall(2, "GET /members/{id}", 10, 20),
      recordedCall(3, "GET /plan", 20, 30),
    ];
    const index = new LabelIndex(TEAM_CASE, calls);
    expect(index.of(calls[0]!, calls[2]!)).toBe(team);
    expect(index.of(calls[2]!, calls[3]!)).toBe(members);
    expect(index.of(calls[0]!, calls[3]!)).toBeUndefined();
  });
});
