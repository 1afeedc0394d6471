import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TakenPieces } from "./taken-pieces.ts";

const small = fc.integer({ min: 0, max: 3 });
const idOf = (number: number) => ({ high: Math.imul(number, 0x9e3779b1) >>> 0, low: number >>> 0 });

describe("TakenPieces", () => {
  it("knows exactly what it was given", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ high: small, low: fc.integer({ min: 1, max: 4 }) })), (ids) => {
        const taken = new TakenPieces();
        const seen = new Set<string>();
        for (const id of ids) {
          const key = JSON.stringify(id);
          expect(taken.has(id)).toBe(seen.has(key));
          expect(taken.add(id)).toBe(!seen.has(key));
          seen.add(key);
        }
        expect(taken.size).toBe(seen.size);
      }),
      { numRuns: 20 },
    );
  });

  it("forgets the oldest at its bound, and says so", () => {
    let turns = 0;
    const taken = new TakenPieces(() => (turns += 1), 100);
    for (let number = 1; number <= 350; number += 1) taken.add(idOf(number));
    expect(turns).toBe(3);
    expect(taken.size).toBe(150);
    expect([...Array(351).keys()].slice(1).filter((number) => taken.has(idOf(number)))).toEqual(
      [...Array(351).keys()].slice(201),
    );
  });
});
