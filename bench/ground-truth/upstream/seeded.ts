import { uniforms } from "./latency.ts";

const LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

/** A whole number from `low` to `high`, both included; the same seed always gives the same. */
export function whole(seed: string, low: number, high: number): number {
  return low + Math.floor(uniforms(seed)() * (high - low + 1));
}

export function pick<Item>(seed: string, items: readonly Item[]): Item {
  return items[whole(seed, 0, items.length - 1)]!;
}

/** An identifier as services make them: `usr_k3f9x2ab`. */
export function token(prefix: string, seed: string, length = 10): string {
  const next = uniforms(`${prefix} ${seed}`);
  return prefix + Array.from({ length }, () => LETTERS[Math.floor(next() * LETTERS.length)]).join("");
}
