/** A sentence with `{names}` in it, or one per plural form of `{n}`. */
export type Message = string | { readonly one: string; readonly other: string };

export type Params = Readonly<Record<string, string | number>>;

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** Names a message needs values for: `"n" | "route"`. */
export type ParamNames<M> = M extends string
  ? NamesIn<M>
  : M extends { readonly other: infer Other extends string }
    ? NamesIn<Other> | "n"
    : never;

/** Arguments after the key: none for a message without names. */
export type ArgsOf<M> = [ParamNames<M>] extends [never]
  ? []
  : [params: { readonly [Name in ParamNames<M>]: string | number }];

/**
 * Another language of a catalogue: the same keys, and no name that the source does not fill in.
 * A missing key or a mistyped name is a type error.
 */
export type Translation<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends Message ? Message : never;
};

/** A piece of a rendered message. `name` is set for a filled-in value, so that a page can show it as code. */
export interface Part {
  readonly text: string;
  readonly name?: string;
}

/** The message in pieces. Numbers are written as the language does; a name without a value stays as `{name}`. */
export function partsOf(message: Message, params: Params, locale: string): readonly Part[] {
  const text = typeof message === "string" ? message : message[form(message, params["n"], locale)];
  const parts: Part[] = [];
  let rest = 0;
  for (const found of text.matchAll(/\{(\w+)\}/g)) {
    const name = found[1] ?? "";
    if (found.index > rest) parts.push({ text: text.slice(rest, found.index) });
    rest = found.index + found[0].length;
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    parts.push(value === undefined ? { text: found[0] } : { text: written(value, locale), name });
  }
  if (rest < text.length) parts.push({ text: text.slice(rest) });
  return parts;
}

/** Pieces as one text. */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => part.text).join("");
}

export function render(message: Message, params: Params, locale: string): string {
  return textOf(partsOf(message, params, locale));
}

function form(
  message: { readonly one: string; readonly other: string },
  n: string | number | undefined,
  locale: string,
): "one" | "other" {
  if (typeof n !== "number") return "other";
  let rules = pluralRules.get(locale);
  if (rules === undefined) pluralRules.set(locale, (rules = new Intl.PluralRules(locale)));
  return rules.select(n) === "one" ? "one" : "other";
}

/** Making one costs more than using it a hundred times. */
const pluralRules = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

function written(value: string | number, locale: string): string {
  if (typeof value === "string") return value;
  let format = numbers.get(locale);
  if (format === undefined) numbers.set(locale, (format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })));
  return format.format(value);
}
