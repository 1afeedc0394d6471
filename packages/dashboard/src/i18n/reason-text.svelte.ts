import { locale } from "./locale.svelte.ts";
import { partsOf } from "./message.ts";
import type { Message, Params, Part } from "./message.ts";
import { reasonsEn } from "./reasons.en.ts";

type Sentences = Readonly<Record<string, Message>>;

/** Korean sentences come in their own chunk, when the first one is needed. */
let korean = $state.raw<Sentences>();
let asked = false;

/** The sentence of a reason in pieces; a code this build does not know stands for itself. */
export function reasonParts(reason: string, detail: Params): readonly Part[] {
  const sentence = sentenceFor(reason);
  return sentence === undefined ? [{ text: reason, name: "code" }] : partsOf(sentence, detail, locale.language);
}

/** Whether there is a sentence for it. */
export function isReason(text: string): boolean {
  return Object.hasOwn(reasonsEn, text);
}

function sentenceFor(reason: string): Message | undefined {
  const sentences = (locale.language === "ko" ? korean : undefined) ?? (reasonsEn as Sentences);
  if (locale.language === "ko" && !asked) void askForKorean();
  return Object.hasOwn(sentences, reason) ? sentences[reason] : undefined;
}

async function askForKorean(): Promise<void> {
  asked = true;
  korean = (await import("./reasons.ko.ts")).reasonsKo;
}
