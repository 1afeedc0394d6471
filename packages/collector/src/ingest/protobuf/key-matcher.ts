import { AGENT_PREFIX, isFrameworkKey, MAX_PREFIXED_KEY, SVELTEKIT_PREFIX } from "../wanted-keys.ts";
import { LastText } from "./last-text.ts";
import type { SliceableBuffer, WireReader } from "./wire-reader.ts";

/** Which keys match besides those named: none, the agent's, or the agent's and those of `isFrameworkKey`. */
export type Prefixes = "none" | "agent" | "agent-and-framework";

/** A key that matched, and the text that last stood under it, where it is worth remembering. */
export interface WantedKey {
  readonly key: string;
  readonly last: LastText | undefined;
}

interface Candidate extends WantedKey {
  readonly length: number;
  /** The key's bytes as little-endian words; the last one ends with the key and may overlap the one before. */
  readonly words: Uint32Array;
}

const encoder = new TextEncoder();
const agentPrefix = encoder.encode(AGENT_PREFIX);
const frameworkPrefix = encoder.encode(SVELTEKIT_PREFIX);

/**
 * Tells wanted attribute keys from others without making a string: candidates of the same length are compared word by
 * word from the end, where keys of one namespace differ.
 */
export class KeyMatcher {
  readonly #byLength: (readonly Candidate[] | undefined)[] = [];
  readonly #prefixes: Prefixes;

  constructor(keys: readonly string[], prefixes: Prefixes) {
    this.#prefixes = prefixes;
    for (const key of new Set(keys)) {
      const bytes = encoder.encode(key);
      const candidate = { key, last: new LastText(), length: bytes.length, words: wordsOf(bytes) };
      this.#byLength[bytes.length] = [...(this.#byLength[bytes.length] ?? []), candidate];
    }
  }

  match(wire: WireReader, start: number, stop: number): WantedKey | undefined {
    const candidates = this.#byLength[stop - start];
    if (candidates !== undefined) {
      for (let index = 0; index < candidates.length; index++) {
        const candidate = candidates[index] as Candidate;
        if (isEqual(wire.view, start, candidate)) return candidate;
      }
    }
    return this.#prefixes === "none" ? undefined : this.#byPrefix(wire.bytes, start, stop);
  }

  #byPrefix(bytes: SliceableBuffer, start: number, stop: number): WantedKey | undefined {
    const first = bytes[start];
    if (first === agentPrefix[0]) {
      if (!hasPrefix(bytes, start, stop, agentPrefix)) return undefined;
      return { key: bytes.utf8Slice(start, stop), last: undefined };
    }
    if (this.#prefixes === "agent" || first !== frameworkPrefix[0]) return undefined;
    if (!hasPrefix(bytes, start, stop, frameworkPrefix)) return undefined;
    const key = bytes.utf8Slice(start, stop);
    return isFrameworkKey(key) ? { key, last: undefined } : undefined;
  }
}

/** Every wanted key has at least one word. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Uint32Array(Math.ceil(bytes.length / 4));
  for (let index = 0; index < words.length; index++) {
    words[index] = view.getUint32(Math.min(4 * index, bytes.length - 4), true);
  }
  return words;
}

function isEqual(view: DataView, start: number, { words, length }: Candidate): boolean {
  let index = words.length - 1;
  if (view.getUint32(start + length - 4, true) !== words[index]) return false;
  for (index -= 1; index >= 0; index--) {
    if (view.getUint32(start + 4 * index, true) !== words[index]) return false;
  }
  return true;
}

function hasPrefix(bytes: Uint8Array, start: number, stop: number, prefix: Uint8Array): boolean {
  const length = stop - start;
  if (length <= prefix.length || length > MAX_PREFIXED_KEY) return false;
  return prefix.every((byte, index) => bytes[start + index] === byte);
}
