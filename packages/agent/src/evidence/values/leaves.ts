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

/** The scalar values of a JSON tree with their paths; items of arrays, and of maps with numbers for keys, as `[*]`. */
export function* leavesOf(tree: unknown, path: string, names: Names): Generator<Leaf> {
  yield* bounded(walk(tree, path, names, 0));
}

/** A text that may be a token: itself, and its claims. */
export function* textLeaves(value: string, path: string, names: Names): Generator<Leaf> {
  yield* bounded(text(value, path, names, 0));
}

function* bounded(leaves: Generator<Leaf>): Generator<Leaf> {
  let left = MAX_LEAVES;
  for (const leaf of leaves) {
    if (left-- === 0) return;
    yield leaf;
  }
}

function* walk(tree: unknown, path: string, names: Names, depth: number, nesting = 0): Generator<Leaf> {
  if (depth > MAX_DEPTH) return;
  if (typeof tree === "string") yield* text(tree, path, names, nesting);
  else if (typeof tree === "number" || typeof tree === "boolean") {
    yield { path, value: String(tree), inToken: nesting > 0 };
  } else if (Array.isArray(tree)) {
    for (const item of tree.slice(0, MAX_ITEMS)) yield* walk(item, `${path}[*]`, names, depth + 1, nesting);
  } else if (typeof tree === "object" && tree !== null) {
    for (const [key, value] of Object.entries(tree)) {
      const step = /^\d+$/.test(key) ? "[*]" : `.${names.field(key)}`;
      yield* walk(value, path + step, names, depth + 1, nesting);
    }
  }
}

function* text(value: string, path: string, names: Names, nesting: number): Generator<Leaf> {
  if (value === "" || value.length > MAX_VALUE) return;
  yield { path, value, inToken: nesting > 0 };
  if (nesting >= MAX_JWT_NESTING) return;
  const claims = claimsOf(value);
  if (claims === undefined) return;
  for (const [claim, inner] of Object.entries(claims)) {
    if (!TECHNICAL_CLAIMS.has(claim)) yield* walk(inner, `${path}.${names.field(claim)}`, names, 0, nesting + 1);
  }
}

/** The payload of a JSON Web Token, or of a JSON object in base64; `undefined` for anything else. */
export function claimsOf(value: string): Record<string, unknown> | undefined {
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
