import { partsOf, render } from "@weir/core/messages";
import type { ArgsOf, Language, Params, Part, Translation } from "@weir/core/messages";
import { en } from "./en.ts";

export type Catalog = typeof en;
export type MessageKey = keyof Catalog;

/** The language pages are written in. Korean comes in its own chunk, on first use. */
class Locale {
  #language = $state<Language>("en");
  #catalog = $state.raw<Translation<Catalog>>(en);

  get language(): Language {
    return this.#language;
  }

  get catalog(): Translation<Catalog> {
    return this.#catalog;
  }

  async use(language: Language): Promise<void> {
    if (language === this.#language) return;
    this.#catalog = language === "ko" ? (await import("./ko.ts")).ko : en;
    this.#language = language;
    document.documentElement.lang = language;
  }
}

export const locale: Locale = new Locale();

/** The message in the reader's language. */
export function t<Key extends MessageKey>(key: Key, ...args: ArgsOf<Catalog[Key]>): string {
  return render(locale.catalog[key], paramsIn(args), locale.language);
}

/** Like {@link t}, in pieces: filled-in values carry their name. */
export function tParts<Key extends MessageKey>(key: Key, ...args: ArgsOf<Catalog[Key]>): readonly Part[] {
  return partsOf(locale.catalog[key], paramsIn(args), locale.language);
}

function paramsIn(args: readonly Params[]): Params {
  return args[0] ?? {};
}
