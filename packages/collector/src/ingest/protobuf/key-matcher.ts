import { AGENT_PREFIX, isFrameworkKey, MAX_PREFIXED_KEY, SVELTEKIT_PREFIX } from "../wanted-keys.ts";
import type { SliceableBuffer } from "./wire-reader.ts";

/** Which keys match besides those named: none, the agent's, or the agent's and those of `isFrameworkKey`. */
export type Prefixes = "none" | "agent" | "agent-and-framework";

interface Candidate {
  readonly key: string;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();
const agentPrefix = encoder.encode(AGENT_PREFIX);
const frameworkPrefix = encoder.encode(SVELTEKIT_PREFIX);

/**
 * Tells wanted attribute keys from others without making a string: candidates of the same length are compared byte by
 * byte from the end, where keys of one namespace differ.
 */
export class KeyMatcher {
  readonly #byLength: (readonly Candidate[] | undefined)[] = [];
  readonly #prefixes: Prefixes;

  constructor(keys: readonly string[], prefixes: Prefixes) {
    this.#prefixes = prefixes;
    for (const key of new Set(keys)) {
      const bytes = encoder.encode(key);
      this.#byLength[bytes.length] = [...(this.#byLength[bytes.length] ?? []), { key, bytes }];
    }
  }

  match(bytes: SliceableBuffer, start: number, stop: number): string | undefined {
    const candidates = this.#byLength[stop - start];
    if (candidates !== undefined) {
      for (const candidate of candidates) if (isEqual(bytes, start, candidate.bytes)) return candidate.key;
    }
    return this.#byPrefix(bytes, start, stop);
  }

  #byPrefix(bytes: SliceableBuffer, start: number, stop: number): string | undefined {
    const first = bytes[start];
    if (this.#prefixes === "none") return undefined;
    if (first === agentPrefix[0]) {
      return hasPrefix(bytes, start, stop, agentPrefix) ? bytes.utf8Slice(start, stop) : undefined;
    }
    if (this.#prefixes === "agent" || first !== frameworkPrefix[0]) return undefined;
    if (!hasPrefix(bytes, start, stop, frameworkPrefix)) return undefined;
    const key = bytes.utf8Slice(start, stop);
    return isFrameworkKey(key) ? key : undefined;
  }
}

function isEqual(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let index = wanted.length - 1; index >= 0; index--) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}

function hasPrefix(bytes: Uint8Array, start: number, stop: number, prefix: Uint8Array): boolean {
  const length = stop - start;
  return length > prefix.length && length <= MAX_PREFIXED_KEY && isEqual(bytes, start, prefix);
}
