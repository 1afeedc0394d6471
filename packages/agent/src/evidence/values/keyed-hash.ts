import { createHmac } from "node:crypto";

/** Hashes that mean something only to holders of the key. */
export class KeyedHash {
  readonly #key: string | Uint8Array;

  constructor(key: string | Uint8Array) {
    this.#key = key;
  }

  hex(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("hex");
  }

  /** The hash's lowest `bits` (up to 32). */
  bucket(text: string, bits: number): number {
    const word = createHmac("sha256", this.#key).update(text).digest().readUInt32BE(0);
    return bits >= 32 ? word : word & ((1 << bits) - 1);
  }
}
