import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText } from "./json-text.ts";
import { KeyedHash } from "./keyed-hash.ts";
import { KnownLeaves } from "./known-leaves.ts";
import { Leaves, MAX_DEPTH, MAX_ITEMS, MAX_LEAVES } from "./leaves.ts";
import { MAX_PATHS, Names } from "./names.ts";
import type { Outline } from "./outline.ts";
import { SearchText } from "./text-search.ts";

const names = new Names(new KeyedHash("own"));
const jwt = ["{}", JSON.stringify({ sub: "u7", deep: { id: 3 } }), "sig"]
  .map((part) => Buffer.from(part).toString("base64url"))
  .join(".");

/** `path value` of every value, in the order they stand in. */
function read(text: string): string[] | undefined {
  const json = jsonText(new SearchText(text), names);
  if (json === undefined) return undefined;
  const { standing, others } = json;
  const found: string[] = [];
  let next = 0;
  for (let index = 0; index <= standing.size; index += 1) {
    for (let leaf = others[next]; leaf !== undefined && leaf.after <= index; leaf = others[next]) {
      found.push(`${leaf.path.text} ${leaf.value}${leaf.inToken ? " (token)" : ""}`);
      next += 1;
    }
    if (index < standing.size) found.push(`${standing.path(index)?.text} ${standing.value(index)}`);
  }
  return found;
}

/** The same of the tree the runtime makes of it. */
function parsed(text: string): string[] | undefined {
  let tree: unknown;
  try {
    tree = JSON.parse(text);
  } catch {
    return undefined;
  }
  const leaves = new Leaves(names);
  leaves.tree(tree, names.path("$"));
  return leaves.found.map(({ path, value, inToken }) => `${path.text} ${value}${inToken ? " (token)" : ""}`);
}

const KEYS = ["id", "name", "a b", "", "__proto__", "constructor", "İd", "k".repeat(50), "x'y", 'q"q', "tokens"];
const TEXTS = [jwt, "VXNlcjo0Mjc3", "50%", "İstanbul", "a\nb", "\ud800", "Zoë", "true", "", " ", "x".repeat(9000)];
const key = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...KEYS) }, fc.string({ maxLength: 6 }));
const numbered = fc.oneof({ weight: 9, arbitrary: key }, fc.nat(40).map(String), fc.constantFrom("007", "4294967295"));
const scalar = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(true, false, null, 0, -0, 1e21, 1e-7),
);
const value = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(numbered, tie("tree"), { maxKeys: 5 }),
    fc.array(fc.record({ id: scalar, name: scalar, at: scalar }, { requiredKeys: ["id"] }), { maxLength: 4 }),
  ),
})).tree;
const spaces = fc.constantFrom(undefined, 1, "\t", "\r\n");
const written = fc.tuple(value, spaces).map(([tree, space]) => JSON.stringify(tree, null, space) ?? "null");

/** As other encoders write it, or none should. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/:(\d)/g, ":-$1"],
  [/:(\d+)/g, ":$1.50"],
  [/:(\d+)/g, ":$1e0"],
  [/:(\d)/g, ":0$1"],
  [/"([a-z])/g, '"\\u0061$1'],
  [/\//g, "\\/"],
  [/"id"/g, '"name"'],
  [/"name"/g, '"12"'],
  [/"(?=[:,\]}])/g, '\\x"'],
  [/,/g, ",,"],
  [/\]/g, ",]"],
  [/[}\]]$/, ""],
  [/$/, " x"],
  [/"a/g, '"\u0001a'],
  [/^/, "\ufeff"],
  [/true/g, "TRUE"],
];
const texts = fc.oneof(
  { weight: 3, arbitrary: written },
  fc.tuple(written, fc.constantFrom(...CHANGES)).map(([text, [from, to]]) => text.replace(from, to)),
);

describe("a JSON text", () => {
  it("has the values and places that the runtime finds in it, and is none where the runtime says so", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text)).toEqual(parsed(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("tells what a condition can depend on as its tree does", () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 3 }), (answers) => {
        const [one, other] = [1, 2].map(() => new KnownLeaves(names, new KeyedHash("shared")));
        for (const text of answers) {
          const tree = parsed(text) === undefined ? undefined : (JSON.parse(text) as Outline);
          const facts = one?.facts("site", text, () => jsonText(new SearchText(text), names));
          expect(facts).toEqual(other?.facts("site", text, () => (tree === undefined ? tree : { outline: tree })));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, string]>([
    ["a key that stands twice", '{"id":1,"name":"a","id":2}'],
    ["keys that are numbers in disorder", '{"b":1,"20":{"id":2},"3":{"id":3}}'],
    ["a key that is escaped", '{"\\u0069d":1,"id":2}'],
    ["no value at all", ""],
    ["something behind its end", "{} {}"],
    ["a comma too many behind many items", `[${"1,".repeat(MAX_ITEMS)}]`],
    ["more than one bracket too few", '{"a":[[{"b":1}'],
    ["deeper lists than are looked at", `${"[".repeat(MAX_DEPTH + 1)}1${"]".repeat(MAX_DEPTH + 1)}`],
    ["deeper lists that are not closed", `${"[".repeat(MAX_DEPTH + 9)}1${"]".repeat(MAX_DEPTH + 8)}`],
    ["brackets in texts too deep to be looked at", `${'{"a":'.repeat(20)}"]}\\"]"${"}".repeat(20)}`],
    ["more items than are looked at", JSON.stringify(Array.from({ length: MAX_ITEMS + 9 }, (_, n) => ({ id: n })))],
  ])("is read like its tree with %s", (_, text) => {
    expect(read(text)).toEqual(parsed(text));
  });

  it("is looked at up to a number of values", () => {
    const list = Array.from({ length: MAX_ITEMS }, () => "v");
    const text = JSON.stringify(Array.from({ length: MAX_LEAVES / MAX_ITEMS + 3 }, () => list));
    expect(read(text)).toHaveLength(MAX_LEAVES);
  });

  it("is read though all places are forgotten meanwhile", () => {
    const fields = Array.from({ length: MAX_PATHS }, (_, n) => [`f${n.toString(36)}`, n] as const);
    const text = JSON.stringify({ id: 7, ...Object.fromEntries(fields), last: { id: 8 } });
    expect(read(text)).toEqual(parsed(text));
  });
});
