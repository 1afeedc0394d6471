import { locale } from "./locale.svelte.ts";
import { partsOf } from "./message.ts";
import type { Message, Params, Part } from "./message.ts";
import { reasonsEn } from "./reasons.en.ts";

type Sentences = Readonly<Record<string, Message>>;

/** Korean sentences come in their own chunk, when the first one is needed. */
let korean = $state.raw<Sentences>();
let asked = false;

/**
 * The sentence of a reason in pieces; a code this build does not know stands for itself. A value named `why` is another
 * reason's code and becomes its sentence.
 */
export function reasonParts(reason: string, detail: Params): readonly Part[] {
  const sentence = sentenceFor(reason);
  if (sentence === undefined) return [{ text: reason, name: "code" }];
  return partsOf(sentence, detail, locale.language).flatMap((part) =>
    part.name === "why" && part.text !== reason ? reasonParts(part.text, detail) : [part],
  );
}

function sentenceFor(reason: string): Message | undefined {
  const english: Sentences = reasonsEn;
  const sentences = (locale.language === "ko" ? korean : undefined) ?? english;
  if (locale.language === "ko" && !asked) void askForKorean();
  return Object.hasOwn(sentences, reason) ? sentences[reason] : undefined;
}

async function askForKorean(): Promise<void> {
  asked = true;
  korean = (await import("./reasons.ko.ts")).reasonsKo;
}
