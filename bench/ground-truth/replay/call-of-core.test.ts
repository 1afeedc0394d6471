import { describe, expect, it } from "vitest";
import { recordedCall } from "../testing/recorded.ts";
import { recordedNamed } from "./call-of-core.ts";

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
