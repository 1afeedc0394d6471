import { alertWordsEn } from "@weir/core/messages";
import type { Message, Sentences } from "@weir/core/messages";
import { en } from "./en.ts";
import { ko } from "./ko.ts";
import { reasonSentences } from "./reasons.en.ts";

/**
 * Korean without its keys: each list in the order of the English sentences beside it. Run while the app is built, so that
 * keys do not travel twice.
 */
const all: Sentences = ko;

export const pages: readonly Message[] = inOrderOf(en);
export const reasons: readonly Message[] = inOrderOf(reasonSentences);
export const alerts: readonly Message[] = inOrderOf(alertWordsEn);

function inOrderOf(english: Sentences): readonly Message[] {
  return Object.keys(english).map((key) => {
    const message = all[key];
    if (message === undefined) throw new Error(`Korean has no sentence for ${key}`);
    return message;
  });
}
