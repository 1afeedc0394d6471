import { alertWordsEn, saidIn, termsEn, textOf } from "@weir/core/messages";
import type { Params, Part, Sentences } from "@weir/core/messages";
import { locale } from "./locale.svelte.ts";

/** English sentences of alerts come with the page that shows them. */
const english: Sentences = { ...termsEn, ...alertWordsEn };

/** The sentence of an alert's code in pieces; a code this build does not know stands for itself. */
export function alertParts(code: string, params: Params = {}): readonly Part[] {
  const sentences = locale.language === "en" ? english : locale.part("alerts", alertWordsEn);
  return saidIn(Object.hasOwn(sentences, code) ? sentences : locale.catalog, code, params, locale.language);
}

export function alertText(code: string, params: Params = {}): string {
  return textOf(alertParts(code, params));
}
