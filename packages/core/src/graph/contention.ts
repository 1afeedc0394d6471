import type { Call } from "../model/call.ts";
import type { Micros } from "../model/time.ts";

/** By how much each call grows when it newly runs beside others to its host: `1 + contention` per such call. */
export function contentionOf(
  calls: readonly Call[],
  starts: readonly Micros[],
  contention: number,
): (index: number) => number {
  if (contention === 0) return () => 1;
  const factors = calls.map((call, index) => {
    const beside = calls.filter((other, at) => {
      if (at === index || hostOf(other) !== hostOf(call)) return false;
      const start = starts[at] ?? 0;
      const mine = starts[index] ?? 0;
      const together = start < mine + (call.end - call.start) && mine < start + (other.end - other.start);
      const before = other.start < call.end && call.start < other.end;
      return together && !before;
    });
    return 1 + contention * beside.length;
  });
  return (index) => factors[index] ?? 1;
}

function hostOf(call: Call): string {
  return call.target.split("/", 1)[0] ?? "";
}
