import { en } from "./en.ts";
import { ko } from "./ko.ts";
import { textOf } from "./message.ts";
import type { Params } from "./message.ts";
import { saidIn } from "./said-in.ts";

export type Language = "en" | "ko";

/** The sentence of a code in one language, values filled in. */
export function say(code: string, params: Params, language: Language): string {
  return textOf(saidIn(language === "ko" ? ko : en, code, params, language));
}
