import { describe, expect, it } from "vitest";
import type { RequestRow } from "../port.ts";
import { batch, counter, hit, NOON, request } from "../testing.ts";
import { splitByDay } from "../day-part.ts";
import { hourCounters } from "../hour-counters.ts";
import { dimensionText, groupOf, idOf } from "./dimension.ts";
import { layersOf } from "./layers.ts";
import { factRows, MAX_BLOCK_ROWS } from "./fact-rows.ts";
import { bytes, integer, oneOf, text } from "./literal.ts";
import { tabSeparated } from "./tab-separated.ts";

function blockOf(id: string, requests = [request()]): string {
  const whole = batch(id, { requests, hits: [hit()], counters: [counter(), counter({ count: 2 })] });
  const [part] = splitByDay({ ...whole, counters: hourCounters(whole.counters) });
  if (part === undefined) throw new Error("a batch without a day");
  return factRows(id, [part.day], part, (dimension) => idOf(dimensionText(dimension)))
    .map(tabSeparated)
    .join("");
}

describe("the block of a batch", () => {
  it("is the same whenever it is built, and another for every other batch", () => {
    expect(blockOf("a")).toBe(blockOf("a"));
    expect(blockOf("b")).not.toBe(blockOf("a"));
    expect(blockOf("a").trimEnd().split("\n")).toHaveLength(4);
  });

  it("says for which hours it counts something", () => {
    const hours = (...ts: readonly number[]): number => {
      const [row = ""] = blockOf(
        "a",
        ts.map((at) => request({ ts: at })),
      ).split("\n");
      return Number(row.split("\t")[16]);
    };
    const said = 1 << 24;
    // The finding of every block is at noon.
    expect(hours(NOON)).toBe(said | (1 << 12));
    expect(hours(NOON - 12 * 3_600_000, NOON + 3_600_000)).toBe(said | 1 | (1 << 12) | (1 << 13));
  });

  it("is refused when a server would cut it", () => {
    const row: RequestRow = request();
    const requests = Array.from({ length: MAX_BLOCK_ROWS }, () => row);
    const part = { day: "20261121", requests, hits: [], counters: [], documents: [], traces: [] };
    const build = (): unknown => factRows("a", [part.day], part, (dimension) => idOf(dimensionText(dimension)));
    expect(build).toThrow(RangeError);
  });

  it("holds each value in its field, whatever it is", () => {
    const [, row = ""] = blockOf("tab\there\nand \\ there", [request({ ts: NOON })]).split("\n");
    const fields = row.split("\t");
    expect(fields).toHaveLength(21);
    expect(fields[19]).toBe(String.raw`tab\there\nand \\ there`);
    expect(tabSeparated([{ hex: "00ff" }, 7n])).toBe("\\x00\\xff\t7\n");
  });
});

describe("values in SQL", () => {
  it("are digits and nothing else", () => {
    expect(text("'; --")).toBe("unhex('273b202d2d')");
    expect(() => bytes("27'")).toThrow(RangeError);
    expect(() => integer(1.5)).toThrow(RangeError);
    expect(() => integer(Number.NaN)).toThrow(RangeError);
    expect(oneOf("key", [])).toBe("0");
  });
});

describe("dimensions whose ids begin alike", () => {
  it("are asked for one after the other", () => {
    const [a, b, c] = ["0123456789ABC800" + "0".repeat(16), "0123456789ABCFFF" + "0".repeat(16), "F".repeat(32)];
    expect(groupOf(a)).toBe(groupOf(b));
    const layers = layersOf([a, b, c]);
    expect(layers.map(({ ids }) => [...ids.values()])).toEqual([[a, c], [b]]);
    expect(layers[0]?.condition).toContain(`NOT (dim IN (unhex('${b}')))`);
    expect(layers[1]?.condition).toBe(`dim IN (unhex('${b}'))`);
    expect(layersOf([a, c])[0]?.condition).toBeUndefined();
  });
});
