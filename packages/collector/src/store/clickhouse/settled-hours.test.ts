import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../day.ts";
import { NOON } from "../testing.ts";
import { rowsBeside, SettledHours } from "./settled-hours.ts";
import { rangeOf } from "./time-range.ts";

const PLACE = { database: "weir", cluster: undefined, dedupesAlone: true };
const ALL_KEPT = { detailFrom: "", openFrom: "", from: "", seals: new Map<string, string>() };

const at = (hours: number, minutes = 0): number => NOON + hours * HOUR_MS + minutes * MINUTE_MS;
const settled = (now: number, remembers = true): SettledHours => new SettledHours(PLACE, remembers, () => now);

describe("hours that are over", () => {
  it("are those of the window that lie before the running one, day by day", () => {
    const window = rangeOf({ from: at(-14, 20), to: at(9, 40) });
    expect(settled(at(5, 30)).stretches(window, ALL_KEPT)).toEqual([
      { day: "20261120", from: at(-13), to: at(-12) },
      { day: "20261121", from: at(-12), to: at(5) },
    ]);
    expect(settled(at(30)).stretches(window, ALL_KEPT).at(-1)?.to).toBe(at(9));
    expect(settled(at(5)).stretches(window, { ...ALL_KEPT, detailFrom: "20261121" })).toEqual([
      { day: "20261121", from: at(-12), to: at(5) },
    ]);
  });

  it("are none where too few are over, too many are asked for, or nothing may be remembered", () => {
    const window = rangeOf({ from: at(0, 1), to: at(4) });
    expect(settled(at(3)).stretches(window, ALL_KEPT)).toHaveLength(1);
    expect(settled(at(2, 59)).stretches(window, ALL_KEPT)).toEqual([]);
    expect(settled(at(3), false).stretches(window, ALL_KEPT)).toEqual([]);
    expect(settled(at(3)).stretches(rangeOf({ from: 0, to: at(4) }), ALL_KEPT)).toEqual([]);
  });

  it("leave the window's edges and the running hour to be read, every moment once", () => {
    const window = rangeOf({ from: at(-2, 20), to: at(3, 10) });
    const beside = rowsBeside(window, settled(at(2, 30)).stretches(window, ALL_KEPT)) ?? "";
    const edges = [...beside.matchAll(/ts >= (\d+) AND ts < (\d+)/gu)].map(([, from, to]) => [
      Number(from),
      Number(to),
    ]);
    expect(edges).toEqual([
      [at(-2, 20), at(-1)],
      [at(2), at(3, 10)],
    ]);
    const whole = rangeOf({ from: at(-2), to: at(2) });
    expect(rowsBeside(whole, settled(at(2)).stretches(whole, ALL_KEPT))).toBeUndefined();
    expect(rowsBeside(whole, [])).toBe(whole.rows);
  });
});
