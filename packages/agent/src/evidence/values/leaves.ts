import { MAX_VALUE } from "./canonical.ts";
import { claimsOf } from "./claims.ts";
import type { Names } from "./names.ts";
import type { Path } from "./path.ts";

export const MAX_DEPTH = 12;
export const MAX_LEAVES = 20_000;
export const MAX_ITEMS = 1000;
const MAX_JWT_NESTING = 2;

/** Claims that say when and by which key, not who or what. */
const TECHNICAL_CLAIMS = new Set(["iat", "exp", "nbf", "jti"]);

export interface Leaf {
  readonly path: Path;
  readonly value: string;
  /** The value stood inside a JSON Web Token. */
  readonly inToken: boolean;
  /** How many values that stand in the text as they are come before it. */
  readonly after: number;
}

/** Collects scalar values with their paths; items of arrays, and of maps with numbers for keys, as `[*]`. */
export class Leaves {
  readonly found: Leaf[] = [];
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  /** The values of a JSON tree. */
  tree(tree: unknown, path: Path, after = 0, depth = 0, nesting = 0): void {
    if (depth > MAX_DEPTH || this.found.length >= MAX_LEAVES) return;
    if (typeof tree === "string") this.text(tree, path, after, nesting);
    else if (typeof tree === "number" || typeof tree === "boolean") this.#add(path, String(tree), after, nesting);
    else if (Array.isArray(tree)) {
      const count = Math.min(tree.length, MAX_ITEMS);
      const item = this.#names.item(path);
      for (let index = 0; index < count; index++) this.tree(tree[index], item, after, depth + 1, nesting);
    } else if (typeof tree === "object" && tree !== null) {
      const fields = tree as Readonly<Record<string, unknown>>;
      for (const key of Object.keys(fields)) {
        this.tree(fields[key], this.#names.step(path, key), after, depth + 1, nesting);
      }
    }
  }

  /** A text that may be a token: itself, and its claims. */
  text(value: string, path: Path, after = 0, nesting = 0): void {
    if (value === "" || value.length > MAX_VALUE) return;
    this.#add(path, value, after, nesting);
    if (nesting < MAX_JWT_NESTING) this.claims(value, path, after, nesting);
  }

  /** What a token says. */
  claims(value: string, path: Path, after = 0, nesting = 0): void {
    for (const [claim, inner] of Object.entries(claimsOf(value) ?? {})) {
      if (!TECHNICAL_CLAIMS.has(claim)) this.tree(inner, this.#names.step(path, claim), after, 0, nesting + 1);
    }
  }

  #add(path: Path, value: string, after: number, nesting: number): void {
    if (this.found.length < MAX_LEAVES) this.found.push({ path, value, inToken: nesting > 0, after });
  }
}
