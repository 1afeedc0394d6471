import { type Language, render } from "@weir/core/messages";
import type { MissingEvidence } from "./evidence.ts";
import type { GateState } from "./gate.ts";
import { reportWordsEn } from "./words.en.ts";
import { reportWordsKo } from "./words.ko.ts";

export type ReportWord = keyof typeof reportWordsEn;

/** A sentence of the reports. */
export function word(key: ReportWord, params: Readonly<Record<string, string | number>>, language: Language): string {
  return render((language === "ko" ? reportWordsKo : reportWordsEn)[key], params, language);
}

export function stateWord(state: GateState, language: Language): string {
  return word(`state.${state}`, {}, language);
}

export function missingWord(missing: MissingEvidence, language: Language): string {
  return word(`missing.${missing}`, {}, language);
}

export function missingCure(missing: MissingEvidence, language: Language): string {
  return word(`missing.${missing}.cure`, {}, language);
}
