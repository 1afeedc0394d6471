import crypto, { createHash } from "node:crypto";

/** In one go where the runtime can, which costs half as much. */
const sha256: (text: string) => string =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha256", text, "hex")
    : (text) => createHash("sha256").update(text).digest("hex");

/** Hashes that mean something only to holders of the key; short outputs only, so a prefixed key is enough. */
export class KeyedHash {
  readonly #key: string;

  constructor(key: string) {
    this.#key = `${key}\n`;
  }

  hex(text: string): string {
    return sha256(this.#key + text);
  }

  /** The hash's lowest `bits` (up to 32). */
  bucket(text: string, bits: number): number {
    const word = Number.parseInt(this.hex(text).slice(0, 8), 16);
    return bits >= 32 ? word : word & ((1 << bits) - 1);
  }
}
