import { partsOf } from "./message.ts";
import type { Message, Params, Part } from "./message.ts";

export type Sentences = Readonly<Record<string, Message>>;

/**
 * The sentence of a code out of a catalogue, in pieces. A code that the catalogue does not know stands for itself: a newer
 * collector may know more. A value named `why` that is itself a code becomes its sentence.
 */
export function saidIn(sentences: Sentences, code: string, params: Params, locale: string): readonly Part[] {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  if (sentence === undefined) return [{ text: code, name: "code" }];
  return partsOf(sentence, params, locale).flatMap((part) =>
    part.name === "why" && part.text !== code ? saidIn(sentences, part.text, params, locale) : [part],
  );
}
