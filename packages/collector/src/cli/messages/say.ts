import { type ArgsOf, type Message, type Params, render } from "@weir/core/messages";
import { en } from "./en.ts";
import { ko } from "./ko.ts";

export const LANGUAGES = ["en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];

export type MessageKey = keyof typeof en;

/** Sentences without values to fill in: what flags and commands are. */
export type PlainKey = Extract<MessageKey, `flag.${string}` | `about.${string}`>;

/** The command line's own sentences in the reader's language. */
export type Say = <Key extends MessageKey>(key: Key, ...args: ArgsOf<(typeof en)[Key]>) => string;

/** A sentence to be said later. */
export type SayArgs = readonly [key: MessageKey, params: Params];

const CATALOGUES: Readonly<Record<Language, Readonly<Record<MessageKey, Message>>>> = { en, ko };

export function sayIn(language: Language): Say {
  return (key, ...[params]) => render(CATALOGUES[language][key], params ?? {}, language);
}

export function sayLater(language: Language, [key, params]: SayArgs): string {
  return render(CATALOGUES[language][key], params, language);
}

/** `--lang`, else what the environment says: `LC_ALL`, `LC_MESSAGES`, `LANG`. */
export function languageOf(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  const named = flag ?? (env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "en");
  return /^ko\b|^ko_/i.test(named) ? "ko" : "en";
}
