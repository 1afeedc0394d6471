import { describe, expect, it } from "vitest";
import { relationIn } from "../relate/testing/fixture.ts";
import { MAX_ENTRIES, Trail } from "./trail.ts";

const notes = (trail: Trail, count: number, tell: () => void): void => {
  for (let index = 0; index < count; index += 1) trail.note({ calls: 1, serial: 0, tell });
};

describe("what was written behind A", () => {
  it("is remembered up to the bound, and counted beyond it", () => {
    const trail = new Trail();
    let told = 0;
    const ran = trail.begin(0);
    notes(trail, MAX_ENTRIES, () => (told += 1));
    expect(trail.dropped).toBe(0);
    notes(trail, 3, () => (told += 1));
    expect(trail.dropped).toBe(3);
    trail.tell(trail.end(ran));
    expect(told).toBe(MAX_ENTRIES);
  });

  const page = (writes: number): string => `import { getUser, getOrders } from "@/lib/api";
export default async function Page({ id }) {
  let mark = "no"; let other;
  try { await /*A*/ getUser(id); ${"other = 1; ".repeat(writes)} } catch {}
  return await /*B*/ getOrders(mark);
}`;

  it("short of the bound is followed", () => {
    expect(relationIn(page(MAX_ENTRIES - 1_000)).relation).toBe("independent");
  });

  it("beyond the bound leaves the pair unknown", () => {
    const fact = relationIn(page(MAX_ENTRIES + 1));
    expect(fact).toMatchObject({ relation: "unknown", reason: "source.too-many-values" });
  });
});
