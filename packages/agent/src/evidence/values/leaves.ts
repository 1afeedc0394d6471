import { MAX_VALUE } from "./canonical.ts";
import type { Names } from "./names.ts";

export const MAX_DEPTH = 12;
export const MAX_LEAVES = 20_000;
export const MAX_ITEMS = 1000;
const MAX_JWT_NESTING = 2;

/** Claims that say when and by which key, not who or what. */
const TECHNICAL_CLAIMS = new Set(["iat", "exp", "nbf", "jti"]);

export interface Leaf {
  /** Names of fields and `[*]`; never a value. */
  readonly path: string;
  readonly value: string;
  /** The value stood inside a JSON Web Token. */
  readonly inToken: boolean;
}

/** Collects scalar values with their paths; items of arrays, and of maps with numbers for keys, as `[*]`. */
export class Leaves {
  readonly found: Leaf[] = [];
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** The values of a JSON tree. */
  tree(tree: unknown, path: string, depth = 0, nesting = 0): void {
    if (depth > MAX_DEPTH || this.found.length >= MAX_LEAVES) return;
    if (typeof tree === "string") this.text(tree, path, nesting);
    else if (typeof tree === "number" || typeof tree === "boolean") this.#add(path, String(tree), nesting);
    else if (Array.isArray(tree)) {
      const count = Math.min(tree.length, MAX_ITEMS);
      const item = this.#names.step(path, "0");
      for (let index = 0; index < count; index++) this.tree(tree[index], item, depth + 1, nesting);
    } else if (typeof tree === "object" && tree !== null) {
      const fields = tree as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(fields)) this.tree(fields[key], this.#names.step(path, key), depth + 1, nesting);
    }
  }

  /** A text that may be a token: itself, and its claims. */
  text(value: string, path: string, nesting = 0): void {
    if (value === "" || value.length > MAX_VALUE) return;
    this.#add(path, value, nesting);
    const claims = nesting < MAX_JWT_NESTING ? claimsOf(value) : undefined;
    if (claims === undefined) return;
    for (const [claim, inner] of Object.entries(claims)) {
      if (!TECHNICAL_CLAIMS.has(claim)) this.tree(inner, this.#names.step(path, claim), 0, nesting + 1);
    }
  }

  #add(path: string, value: string, nesting: number): void {
    if (this.found.length < MAX_LEAVES) this.found.push({ path, value, inToken: nesting > 0 });
  }
}

/** The payload of a JSON Web Token, or of a JSON object in base64; `undefined` for anything else. */
export function claimsOf(value: string): Record<string, unknown> | undefined {
  if (!value.includes("eyJ")) return undefined;
  const parts = value.split(".");
  const payload = parts.length === 3 ? parts[1] : parts.length === 1 ? parts[0] : undefined;
  if (payload === undefined || !payload.startsWith("eyJ")) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null && !Array.isArray(claims)
      ? (claims as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // it only began like one
  }
}
