import { locale } from "./locale.svelte.ts";
import { partsOf } from "./message.ts";
import type { Message, Params, Part } from "./message.ts";
import { reasonsEn } from "./reasons.en.ts";

/** Sentences by reason code, in the reader's language; Korean ones come with the Korean chunk. */
let korean = $state.raw<Readonly<Record<string, Message>>>();

/** The sentence of a reason in pieces; a code this build does not know stands for itself. */
export function reasonParts(reason: string, detail: Params | undefined): readonly Part[] {
  const sentence = sentenceFor(reason);
  return sentence === undefined ? [{ text: reason, name: "code" }] : partsOf(sentence, detail ?? {}, locale.language);
}

function sentenceFor(reason: string): Message | undefined {
  const english: Readonly<Record<string, Message>> = reasonsEn;
  if (locale.language === "ko" && korean === undefined) {
    void import("./reasons.ko.ts").then(({ reasonsKo }) => (korean = reasonsKo));
  }
  const catalog = locale.language === "ko" ? (korean ?? english) : english;
  return Object.hasOwn(catalog, reason) ? catalog[reason] : undefined;
}
