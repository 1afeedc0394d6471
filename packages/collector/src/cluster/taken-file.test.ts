import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TakenFile } from "./taken-file.ts";

const idOf = (number: number) => ({ high: number, low: number + 1 });
const fail = (error: unknown): never => {
  throw error;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-taken-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function known(file: TakenFile, upTo: number): number[] {
  return [...Array(upTo).keys()].filter((number) => file.has(idOf(number)));
}

describe("TakenFile", () => {
  it("is known to the next process, through generations", () => {
    for (const upTo of [5, 12, 25, 31]) {
      const file = new TakenFile(folder, fail, 10);
      for (let number = 0; number < upTo; number += 1) if (!file.has(idOf(number))) file.add(idOf(number));
      file.flush();
      expect(known(new TakenFile(folder, fail, 10), upTo)).toEqual(known(file, upTo));
      expect(file.has(idOf(upTo - 1))).toBe(true);
    }
  });

  it("goes on behind a torn end", () => {
    const first = new TakenFile(folder, fail);
    first.add(idOf(1));
    first.flush();
    appendFileSync(join(folder, "taken-young"), Buffer.from([1, 2, 3]));
    const second = new TakenFile(folder, fail);
    second.add(idOf(2));
    second.flush();
    expect(known(new TakenFile(folder, fail), 5)).toEqual([1, 2]);
  });

  it("goes on remembering when it cannot be written, and says so", () => {
    const failures: unknown[] = [];
    const file = new TakenFile(folder, (error) => failures.push(error), 2);
    mkdirSync(join(folder, "taken-young"));
    for (let number = 0; number < 5; number += 1) file.add(idOf(number));
    file.flush();
    expect(known(file, 5)).toEqual([2, 3, 4]);
    expect(failures.length).toBeGreaterThan(0);
  });

  it("remembers without a disk for as long as it lives", () => {
    const file = new TakenFile(undefined, fail);
    file.add(idOf(3));
    expect(known(file, 5)).toEqual([3]);
  });
});
