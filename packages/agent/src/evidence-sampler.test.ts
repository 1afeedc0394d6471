import { describe, expect, it } from "vitest";
import { EvidenceSampler, FULL_EVIDENCE_REQUESTS, MAX_ROUTES, SPARSE_EVIDENCE } from "./evidence-sampler.ts";

describe("the evidence sampler", () => {
  it("takes every request outside production", () => {
    const { sample } = new EvidenceSampler(true);
    expect(Array.from({ length: 1000 }, () => sample("GET /")).every(Boolean)).toBe(true);
  });

  it("takes the first requests of each route, then one in a hundred", () => {
    const { sample } = new EvidenceSampler(false);
    const taken = Array.from({ length: FULL_EVIDENCE_REQUESTS + 10 * SPARSE_EVIDENCE }, () => sample("GET /a"));
    expect(taken.slice(0, FULL_EVIDENCE_REQUESTS).every(Boolean)).toBe(true);
    expect(taken.slice(FULL_EVIDENCE_REQUESTS).filter(Boolean)).toHaveLength(10);
    expect(sample("GET /b")).toBe(true);
  });

  it("counts routes above its bound together", () => {
    const { sample } = new EvidenceSampler(false);
    for (let route = 0; route < MAX_ROUTES; route += 1) sample(`GET /${route}`);
    const beyond = Array.from({ length: FULL_EVIDENCE_REQUESTS + 50 }, (_, index) => sample(`GET /beyond/${index}`));
    expect(beyond.filter(Boolean)).toHaveLength(FULL_EVIDENCE_REQUESTS);
  });
});
