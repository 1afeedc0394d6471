import { expect, it } from "vitest";
import { type KillResult, reliabilityText } from "./reliability-text.ts";

const run: KillResult = {
  bench: "kills",
  date: "2026-11-21",
  commit: "abc1234",
  store: "sqlite",
  seed: "1",
  rounds: 6,
  points: { ingest: { rounds: 6, atStep: 5 } },
  spans: { acknowledged: 1000, found: 1000, duplicates: 0 },
  alerts: { opened: 1, told: 1, toldTwice: 0 },
  faults: [],
};

it("shows the newest run of each kind, adds seeds up, and says what was never run", () => {
  const old = { ...run, date: "2026-11-20", spans: { acknowledged: 7, found: 6, duplicates: 0 } };
  const text = reliabilityText({
    kills: [run, old, { ...run, seed: "2", rounds: 4 }],
    outages: [],
    hosts: [],
    fuzz: [],
  });
  expect(text).toContain("Together 10 rounds: 2000 spans acknowledged, 2000 found, 0 duplicates.");
  expect(text).toContain("No run yet.");
});

it("adds up the parts of a fuzzing run, and never hides a defect", () => {
  const part = {
    bench: "fuzz",
    target: "rules",
    date: "2026-11-21",
    commit: "abc1234",
    inputs: 500,
    outcomes: 3,
  } as const;
  const fuzz = [
    { ...part, first: 0, maxHeapMb: 10, defects: [] },
    { ...part, first: 500, maxHeapMb: 20, defects: [{}] },
  ];
  expect(reliabilityText({ kills: [], outages: [], hosts: [], fuzz })).toContain(
    "| rules | 1,000 | 3 | 1 | 20 MiB | abc1234 |",
  );
});

it("says of an app what was compared and what was not, and how much differed", () => {
  const seen = { failingFunctions: 0, compared: 19, timed: 3, unlike: 2, calls: 46 };
  const conditions = [
    { app: "next-app", condition: "collector away", ok: true, differences: [], ...seen },
    {
      app: "next-app",
      condition: "every function fails",
      ok: false,
      differences: ["a", "b"],
      ...seen,
      failingFunctions: 90,
    },
  ];
  const text = reliabilityText({
    kills: [],
    outages: [],
    hosts: [{ bench: "host", date: "2026-11-21", commit: "abc1234", conditions }],
    fuzz: [],
  });
  expect(text).toContain("| next-app | collector away |  | 19 | 3 | 2 | 46 | 0 | abc1234 |");
  expect(text).toContain("| next-app | every function fails | 90 | 19 | 3 | 2 | 46 | 2 | abc1234 |");
});
