import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceSum, type Family } from "./evidence-sum.ts";

const profiles = fc.array(
  fc.dictionary(
    fc.constantFrom(
      "seen",
      "v|n",
      "v|s|q.id",
      "v|s|q.id|a|$.id",
      "v|status|200",
      "v|dep|q|$",
      "from|ok",
      "from|leaf",
      "from|leaf|$.x|null",
      "order|absent|order.both-read|",
      "pace|x",
      "prior|name",
      "source|absent|r|",
    ),
    fc.integer({ min: -3, max: 5 }),
  ),
  { maxLength: 7 },
);

describe("the sum of profiles", () => {
  it("counts what they count together, below zero never, and lists a family's fields that were counted", () => {
    fc.assert(
      fc.property(profiles, (all) => {
        const sum = EvidenceSum.of(...all.map((one) => new Map(Object.entries(one))));
        const expected: Record<string, number> = {};
        for (const one of all)
          for (const [field, count] of Object.entries(one)) expected[field] = (expected[field] ?? 0) + count;
        for (const [field, count] of Object.entries(expected)) expect(sum.count(field)).toBe(Math.max(0, count));
        const families: readonly Family[] = ["order|", "pace|", "source|", "v|s|", "v|dep|", "v|status|", "from|leaf|"];
        for (const family of families) {
          const fields = Object.keys(expected).filter(
            (field) => field.startsWith(family) && (expected[field] ?? 0) > 0,
          );
          expect([...sum.fields(family)].sort()).toEqual(fields.sort());
        }
        expect(sum.count("never")).toBe(0);
      }),
    );
  });
});
