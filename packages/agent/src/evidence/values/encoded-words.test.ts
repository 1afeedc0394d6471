import * as fc from "fast-check";
import { expect, it } from "vitest";
import { fromBase64 } from "./canonical.ts";
import { holdsEncoded } from "./encoded-words.ts";

/** The same by the book, for all the texts nobody thought of. */
function byExpression(text: string): boolean {
  for (const [word] of text.matchAll(/(?<![\w+/=-])[\w+/-]{8,256}={0,2}(?![\w+/=-])/g)) {
    if (/[A-Z]/.test(word) && (word.startsWith("eyJ") || fromBase64(word) !== undefined)) return true;
  }
  return false;
}

const LETTERS = 'abcXYZ019_+/=- ",:.é'.split("");
const encoded = fc
  .string({ unit: "grapheme-ascii", minLength: 4, maxLength: 40 })
  .map((text) => Buffer.from(text).toString("base64"));
const piece = fc.oneof(
  encoded,
  fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 30 }),
  fc.constant("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.sig"),
);

it("finds what may be encoded exactly where the rule says it is", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom("", " ", '"', "=", ","), (pieces, glue) => {
      const text = pieces.join(glue);
      expect(holdsEncoded(text)).toBe(byExpression(text));
    }),
    { numRuns: 2000 },
  );
});
