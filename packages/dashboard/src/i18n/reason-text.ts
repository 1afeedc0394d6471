import { adviceEn, reasonsEn, saidIn } from "@weir/core/messages";
import type { Params, Part, Sentences } from "@weir/core/messages";
import { locale } from "./locale.svelte.ts";

/** English reasons come with the pages that show them; Korean ones lie in the Korean catalogue. */
const english: Sentences = { ...reasonsEn, ...adviceEn };

/** The sentence of a reason or of an advice in pieces; a code this build does not know stands for itself. */
export function reasonParts(reason: string, detail: Params): readonly Part[] {
  return saidIn(locale.language === "ko" ? locale.catalog : english, reason, detail, locale.language);
}
