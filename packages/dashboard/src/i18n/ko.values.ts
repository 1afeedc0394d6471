import { alertWordsEn } from "@weir/core/messages";
import type { Message, Sentences } from "@weir/core/messages";
import { en } from "./en.ts";
import { keysMark } from "./keys-mark.ts";
import { ko } from "./ko.ts";
import { reasonSentences } from "./reasons.en.ts";

/** Another language without its keys: sentences in the order of the English ones whose keys make this mark. */
export interface Unkeyed {
  readonly mark: number;
  readonly sentences: readonly Message[];
}

/** Run while the app is built, so that keys do not travel twice. */
const all: Sentences = ko;

export const pages: Unkeyed = inOrderOf(en);
export const reasons: Unkeyed = inOrderOf(reasonSentences);
export const alerts: Unkeyed = inOrderOf(alertWordsEn);

function inOrderOf(english: Sentences): Unkeyed {
  const sentences = Object.keys(english).map((key) => {
    const message = all[key];
    if (message === undefined) throw new Error(`Korean has no sentence for ${key}`);
    return message;
  });
  return { mark: keysMark(english), sentences };
}
