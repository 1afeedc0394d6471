import { randomFillSync } from "node:crypto";
import type { IdGenerator } from "@opentelemetry/sdk-trace-base";

/**
 * Ids without `Math.random()`, which frameworks watch while they prerender: xoshiro128** seeded once from the system,
 * so drawing an id costs no system call either. (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2021.)
 */
export class SeededIds implements IdGenerator {
  readonly #state: Uint32Array;

  constructor(seed: Uint32Array = randomFillSync(new Uint32Array(4))) {
    this.#state = Uint32Array.from(seed);
    if (this.#state.every((word) => word === 0)) this.#state[0] = 1;
  }

  generateTraceId(): string {
    return this.#hex(4);
  }

  generateSpanId(): string {
    return this.#hex(2);
  }

  /** In [0, 1). */
  fraction(): number {
    return this.#next() / 0x1_0000_0000;
  }

  #hex(words: number): string {
    let text = "";
    let bits = 0;
    for (let index = 0; index < words; index += 1) {
      const word = this.#next();
      bits |= word;
      text += `${HEX[word >>> 24]}${HEX[(word >>> 16) & 255]}${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`;
    }
    return bits === 0 ? this.#hex(words) : text;
  }

  #next(): number {
    const [a, b, c, d] = this.#state as unknown as [number, number, number, number];
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const mixedC = c ^ a;
    const mixedD = d ^ b;
    this.#state[1] = b ^ mixedC;
    this.#state[0] = a ^ mixedD;
    this.#state[2] = mixedC ^ (b << 9);
    this.#state[3] = rotate(mixedD, 11);
    return scrambled;
  }
}

/** Each byte as it is written. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
