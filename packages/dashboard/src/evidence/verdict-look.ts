import type { Verdict } from "@weir/core";

/**
 * How a verdict looks: always a glyph, a word, a colour and a pattern together.
 * `none`: the first call of a request, or one with nothing before it to need.
 */
export type Look = "independent" | "value" | "guarded" | "ordered" | "unknown" | "none";

const LOOKS: Readonly<Record<Verdict, Look>> = {
  independent: "independent",
  "independent-by-rewrite": "independent",
  data: "value",
  guard: "guarded",
  ordered: "ordered",
  paced: "ordered",
  unknown: "unknown",
};

/** Text glyphs; the lock of `guarded` is drawn, since no font has it in one colour. */
export const GLYPHS: Readonly<Record<Look, string>> = {
  independent: "∥",
  value: "→",
  guarded: "",
  ordered: "↧",
  unknown: "?",
  none: "",
};

export function lookOf(verdict: Verdict | undefined): Look {
  return verdict === undefined ? "none" : LOOKS[verdict];
}
