import { describe, expect, it } from "vitest";
import {
  ALL_VALUES_REQUESTS,
  EvidenceSampler,
  FULL_EVIDENCE_REQUESTS,
  MAX_ROUTES,
  type Sampled,
  SPARSE_EVIDENCE,
  SPARSE_VALUES,
} from "./evidence-sampler.ts";

const full = ({ full: taken }: Sampled): boolean => taken;

describe("the evidence sampler", () => {
  it("takes every request outside production, and the values of one in eight once a route is well known", () => {
    const { sample } = new EvidenceSampler("settled");
    const sampled = Array.from({ length: ALL_VALUES_REQUESTS + 10 * SPARSE_VALUES }, () => sample("GET /"));
    expect(sampled.every(full)).toBe(true);
    expect(sampled.slice(0, ALL_VALUES_REQUESTS).every(({ values }) => values)).toBe(true);
    expect(sampled.slice(ALL_VALUES_REQUESTS).filter(({ values }) => values)).toHaveLength(10);
    expect(sample("GET /b").values).toBe(true);
  });

  it("takes everything where it is asked to", () => {
    const { sample } = new EvidenceSampler("everything");
    const sampled = Array.from({ length: ALL_VALUES_REQUESTS + 100 }, () => sample("GET /"));
    expect(sampled.every(({ full: taken, values }) => taken && values)).toBe(true);
  });

  it("takes the first requests of each route, then one in a hundred", () => {
    const { sample } = new EvidenceSampler("production");
    const taken = Array.from({ length: FULL_EVIDENCE_REQUESTS + 10 * SPARSE_EVIDENCE }, () => sample("GET /a"));
    expect(taken.slice(0, FULL_EVIDENCE_REQUESTS).every(full)).toBe(true);
    expect(taken.slice(FULL_EVIDENCE_REQUESTS).filter(full)).toHaveLength(10);
    expect(sample("GET /b")).toEqual({ full: true, values: true });
  });

  it("counts routes above its bound together", () => {
    const { sample } = new EvidenceSampler("production");
    for (let route = 0; route < MAX_ROUTES; route += 1) sample(`GET /${route}`);
    const beyond = Array.from({ length: FULL_EVIDENCE_REQUESTS + 50 }, (_, index) => sample(`GET /beyond/${index}`));
    expect(beyond.filter(full)).toHaveLength(FULL_EVIDENCE_REQUESTS);
  });
});
