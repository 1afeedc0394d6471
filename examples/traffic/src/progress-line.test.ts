import { describe, expect, it } from "vitest";
import { progressLine } from "./progress-line.ts";

function written(isTTY: boolean, times: readonly number[]): string[] {
  const lines: string[] = [];
  let clock = 0;
  const show = progressLine({ isTTY, write: (text: string) => lines.push(text) }, () => clock);
  for (const [index, time] of times.entries()) {
    clock = time;
    show({ sent: index + 1, planned: times.length, failed: 0, seconds: time / 1000 });
  }
  return lines;
}

describe("progressLine", () => {
  it("rewrites one line on a terminal and ends it when the plan is through", () => {
    const lines = written(true, [0, 50, 150, 200]);
    expect(lines).toHaveLength(3);
    expect(lines.every((line) => line.startsWith("\r"))).toBe(true);
    expect(lines.filter((line) => line.endsWith("\n"))).toHaveLength(1);
  });

  it("writes plain lines a few seconds apart into a log", () => {
    const lines = written(false, [0, 1000, 4000, 6000, 7000]);
    expect(lines.map((line) => /(\d)\/5/.exec(line)?.[1])).toEqual(["1", "4", "5"]);
    expect(lines.join("")).not.toContain("\r");
  });
});
