import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../day.ts";
import { NOON } from "../testing.ts";
import { rowsBeside } from "./settled-hours.ts";
import { StretchStamps } from "./stretch-stamps.ts";
import { partsOf, type Stretch, stretchesOf, wholeHours } from "./stretch.ts";
import { rangeOf } from "./time-range.ts";

const at = (hours: number, minutes = 0): number => NOON + hours * HOUR_MS + minutes * MINUTE_MS;
const hoursIn = (stretches: readonly Stretch[]): readonly number[] =>
  stretches.map(({ from, to }) => (to - from) / HOUR_MS);

describe("hours that are over", () => {
  it("are those of the window that lie before the running one", () => {
    expect(wholeHours({ from: at(-14, 20), to: at(9, 40) }, at(5, 30))).toEqual({ from: at(-13), to: at(5) });
    expect(wholeHours({ from: at(-14, 20), to: at(9, 40) }, at(30))?.to).toBe(at(9));
    expect(wholeHours({ from: at(0, 1), to: at(4) }, at(1, 59))).toBeUndefined();
  });

  it("are cut into few stretches, none of which crosses a day", () => {
    expect(hoursIn(stretchesOf({ from: at(-13), to: at(5) }))).toEqual([1, 6, 6, 1, 1, 1, 1, 1]);
    expect(hoursIn(stretchesOf({ from: at(-36), to: at(-11) }))).toEqual([24, 1]);
    expect(stretchesOf({ from: at(-13), to: at(5) }).map(({ day }) => day)).toEqual([
      "20261120",
      ...Array(7).fill("20261121"),
    ]);
    expect(stretchesOf({ from: at(1), to: at(1) })).toEqual([]);
  });

  it("make up the longer ones", () => {
    const [day] = stretchesOf({ from: at(-12), to: at(12) });
    if (day === undefined) throw new Error("no day");
    expect(hoursIn(partsOf(day))).toEqual([6, 6, 6, 6]);
    expect(
      partsOf(day)
        .flatMap(partsOf)
        .map(({ from }) => from),
    ).toEqual(Array.from({ length: 24 }, (_all, hour) => at(hour - 12)));
    const [hour] = partsOf(partsOf(day)[0] ?? day);
    expect(hour && partsOf(hour)).toEqual([hour]);
  });

  it("leave the window's edges and the running hour to be read, every moment once", () => {
    const window = rangeOf({ from: at(-2, 20), to: at(3, 10) });
    const beside = rowsBeside(window, { from: at(-1), to: at(2) }) ?? "";
    const edges = [...beside.matchAll(/ts >= (\d+) AND ts < (\d+)/gu)].map(([, from, to]) => [
      Number(from),
      Number(to),
    ]);
    expect(edges).toEqual([
      [at(-2, 20), at(-1)],
      [at(2), at(3, 10)],
    ]);
    const whole = rangeOf({ from: at(-2), to: at(2) });
    expect(rowsBeside(whole, { from: at(-2), to: at(2) })).toBeUndefined();
  });
});

describe("the stamp of a stretch", () => {
  const [early, late] = partsOf({ day: "20261121", from: at(0), to: at(6) });
  const bit = (hour: number): number => 1 << hour;
  const stamps = (...batches: readonly (readonly [hours: number, hash: bigint])[]): StretchStamps =>
    new StretchStamps(new Map([["20261121", batches.map(([hours, hashes]) => ({ hours, hashes, count: 1 }))]]));

  it("changes with the batches that have rows in it, and with no others", () => {
    if (early === undefined || late === undefined) throw new Error("no hours");
    const before = stamps([bit(12), 5n], [bit(13), 7n]);
    const after = stamps([bit(12), 5n], [bit(13), 7n], [bit(13) | bit(20), 9n]);
    expect(after.of(early)).toBe(before.of(early));
    expect(after.of(late)).not.toBe(before.of(late));
    expect(before.of({ ...early, from: at(8), to: at(9) })).toBeUndefined();
  });

  it("counts batches that do not say their hours everywhere, and stays a number of 64 bits", () => {
    if (early === undefined || late === undefined) throw new Error("no hours");
    const largest = 2n ** 64n - 1n;
    expect(stamps([0, largest], [bit(12), 2n]).of(early)).toBe("1 2");
    expect(stamps([0, largest], [bit(12), 2n]).of(late)).toBe(`${largest} 1`);
  });

  it("says where anything begins", () => {
    expect(stamps([0, 1n]).begin).toBe(at(-12));
    expect(new StretchStamps(new Map()).begin).toBeUndefined();
  });
});
