import { uniforms } from "../upstream/latency.ts";

/** A small async program over HTTP. Every call is named by a word of its own. */
export type Program =
  | { readonly kind: "call"; readonly word: string; readonly reads: boolean }
  | { readonly kind: "sleep"; readonly ms: number }
  | { readonly kind: "sequence" | "all" | "settled" | "race"; readonly parts: readonly Program[] }
  | { readonly kind: "then" | "hoisted" | "queued"; readonly first: Program; readonly next: Program };

/** Calls of one program, at most; plain words, because the agent hides whatever looks like an id. */
export const WORDS: readonly string[] = [
  ..."amber birch cedar delta ember flint grove hazel ivory jade karst lotus maple north olive".split(" "),
  ..."pearl quill river stone thorn umber velvet willow yarrow zephyr".split(" "),
];

const MAX_DEPTH = 4;

/** The same seed always gives the same program. */
export function randomProgram(seed: string): Program {
  const random = uniforms(`program ${seed}`);
  const words = WORDS[Symbol.iterator]();
  const below = (end: number): number => Math.floor(random() * end);
  const parts = (depth: number): Program[] => Array.from({ length: 2 + below(2) }, () => made(depth + 1));
  const made = (depth: number): Program => {
    const leaf = depth >= MAX_DEPTH || (depth > 0 && random() < 0.35);
    if (leaf) {
      if (random() < 0.15) return { kind: "sleep", ms: below(6) };
      const { value: word } = words.next();
      return word === undefined ? { kind: "sleep", ms: 1 } : { kind: "call", word, reads: random() < 0.85 };
    }
    const kind =
      (["sequence", "sequence", "all", "settled", "race", "then", "hoisted", "queued"] as const)[below(8)] ?? "all";
    if (kind === "then" || kind === "hoisted" || kind === "queued")
      return { kind, first: made(depth + 1), next: made(depth + 1) };
    return { kind, parts: parts(depth) };
  };
  return made(0);
}
