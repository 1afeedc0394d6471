import { tokenBits } from "./bits.ts";
import { type Form, wholeForms } from "./canonical.ts";
import { needleOf } from "./text-search.ts";

export interface SearchedForm extends Form {
  /** Without one of these in a text, the form is not in it; none for what cannot be searched. */
  readonly needles: readonly string[];
}

/** Values of one request's calls that are remembered; then it begins anew. */
export const MAX_TOKENS = 2000;

/** One value of a request's calls, with every way to write it and what to search for. */
export class Token {
  /** Tells it from others in the same `Tokens`. */
  readonly id: number;
  readonly original: string;
  readonly forms: readonly SearchedForm[];
  /** Without one of these in a text, the value is not in it. */
  readonly needles: readonly string[];
  #bits: number | undefined;

  constructor(id: number, original: string, forms: readonly Form[]) {
    this.id = id;
    this.original = original;
    this.forms = forms.map(searched);
    const [only] = this.forms;
    this.needles =
      this.forms.length === 1 && only !== undefined
        ? only.needles
        : [...new Set(this.forms.flatMap(({ needles }) => needles))];
  }

  /** The value itself, as it is compared; empty where there is nothing to compare. */
  get text(): string {
    return this.forms[0]?.text ?? "";
  }

  /** What the value as a whole is worth. */
  get bits(): number {
    return (this.#bits ??= tokenBits(this.text, this.original));
  }
}

/** Tokens of one request's calls, one for each value: the same few go out with many of them. */
export class Tokens {
  readonly #known = new Map<string, Token>();
  #next = 0;

  of(value: string): Token {
    let token = this.#known.get(value);
    if (token === undefined) {
      token = this.as(value.trim(), wholeForms(value));
      if (this.#known.size >= MAX_TOKENS) this.#known.clear();
      this.#known.set(value, token);
    }
    return token;
  }

  /** A token written in the given ways only. */
  as(original: string, forms: readonly Form[]): Token {
    return new Token(this.#next++, original, forms);
  }
}

function searched({ text, transform, needles }: Form): SearchedForm {
  return { text, transform, needles: needles ?? (isSearchable(text) ? [needleOf(text)] : []) };
}

/** A single letter stands everywhere. */
export function isSearchable(text: string): boolean {
  return text.length > 1 || /\d/.test(text);
}
