import { partsOf, render } from "@weir/core/messages";
import type { ArgsOf, Language, Params, Part, Sentences, Translation } from "@weir/core/messages";
import { en } from "./en.ts";
import { keysMark } from "./keys-mark.ts";
import type * as Korean from "./ko.values.ts";
import type { Unkeyed } from "./ko.values.ts";

export type Catalog = typeof en;
export type MessageKey = keyof Catalog;

/** The language pages are written in. Korean comes in its own chunk, on first use. */
class Locale {
  #language = $state<Language>("en");
  #catalog = $state.raw<Translation<Catalog>>(en);
  #korean: typeof Korean | undefined;
  readonly #parts = new Map<string, Sentences>();

  get language(): Language {
    return this.#language;
  }

  get catalog(): Translation<Catalog> {
    return this.#catalog;
  }

  /** Sentences that come with some pages only, in the reader's language; `english` are the same ones in English. */
  part(name: "reasons" | "alerts", english: Sentences): Sentences {
    if (this.#language === "en" || this.#korean === undefined) return english;
    let korean = this.#parts.get(name);
    if (korean === undefined) this.#parts.set(name, (korean = keyed(english, this.#korean[name])));
    return korean;
  }

  async use(language: Language): Promise<void> {
    if (language === this.#language) return;
    if (language === "ko") this.#korean ??= await import("./ko.values.ts");
    this.#catalog =
      language === "ko" && this.#korean !== undefined ? (keyed(en, this.#korean.pages) as Translation<Catalog>) : en;
    this.#language = language;
    document.documentElement.lang = language;
  }
}

/**
 * Sentences of another language under the keys of the English ones.
 * @throws Error when they were put in order by other keys: a sentence of something else would be worse than none.
 */
function keyed(english: Sentences, { mark, sentences }: Unkeyed): Sentences {
  if (mark !== keysMark(english)) throw new Error("these sentences belong to another build");
  return Object.fromEntries(Object.keys(english).map((key, index) => [key, sentences[index] ?? key]));
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
