import type { InboundRequest } from "../probe.ts";
import { claimsOf, type Leaf, leavesOf, textLeaves } from "./leaves.ts";
import { fromBase64 } from "./canonical.ts";
import { isIgnoredHeader, withoutScheme } from "./headers.ts";
import { LeafIndex } from "./leaf-index.ts";
import type { Names } from "./names.ts";
import { cookiesOf } from "./slots.ts";
import { standsIn } from "./text-search.ts";

/** Larger texts are not looked through for encoded values. */
const MAX_ENCODED_TEXT = 262_144;
const MAX_WORDS = 20_000;

export type Headers = readonly (readonly [string, string])[];

/** Something a later request may have taken a value from. Taken apart only when a search found something in it. */
export class Source {
  readonly #leaves: () => Iterable<Leaf>;
  readonly #search: () => string;
  #text: string | undefined;
  #encoded: boolean | undefined;
  #index: LeafIndex | undefined;
  readonly #found = new Map<string, boolean>();

  constructor(leaves: () => Iterable<Leaf>, search: () => string) {
    this.#leaves = leaves;
    this.#search = search;
  }

  /** Characters one search goes through; 0 where the answer is known. */
  cost(needle: string): number {
    if (this.#index !== undefined || this.#found.has(needle)) return 0;
    return this.#lowered().length;
  }

  /** False only where no value with this needle can match. */
  mayHold(needle: string): boolean {
    if (this.#index !== undefined || needle === "" || this.#holdsEncoded()) return true;
    let found = this.#found.get(needle);
    if (found === undefined) {
      found = standsIn(this.#lowered(), needle);
      this.#found.set(needle, found);
    }
    return found;
  }

  index(): LeafIndex {
    return (this.#index ??= new LeafIndex(this.#leaves()));
  }

  #lowered(): string {
    return (this.#text ??= this.#search().toLowerCase());
  }

  /** Values behind base64 or in a token cannot be found by searching the text. */
  #holdsEncoded(): boolean {
    return (this.#encoded ??= holdsEncoded(this.#search()));
  }
}

function holdsEncoded(text: string): boolean {
  if (text.length > MAX_ENCODED_TEXT) return false;
  for (const [word] of text.matchAll(/(?<![\w+/=-])[\w+/-]{8,256}={0,2}(?![\w+/=-])/g)) {
    if (word.startsWith("eyJ") || fromBase64(word) !== undefined) return true;
  }
  return false;
}

export function responseSource(text: string | undefined, headers: Headers, names: Names): Source {
  const kept = headers.filter(([name]) => !isIgnoredHeader(name));
  return new Source(
    function* () {
      yield* headerLeaves(kept, names);
      if (text !== undefined) yield* bodyLeaves(text, names);
    },
    () => `${text ?? ""}\n${kept.map(([, value]) => value).join("\n")}`,
  );
}

export function inboundSource({ url, headers }: InboundSnapshot, names: Names): Source {
  return new Source(
    () => inboundLeaves(url, headers, names),
    () => `${decodedText(url)}\n${headers.map(([, value]) => decodedText(value)).join("\n")}`,
  );
}

export interface InboundSnapshot extends Pick<InboundRequest, "method" | "url"> {
  readonly headers: Headers;
}

function* bodyLeaves(text: string, names: Names): Generator<Leaf> {
  let tree: unknown;
  try {
    tree = JSON.parse(text);
  } catch {
    // Not JSON: its words, as a list that says little about where they stood.
    let left = MAX_WORDS;
    for (const [word] of text.matchAll(/[A-Za-z0-9][\w@.-]*/g)) {
      if (left-- === 0) return;
      yield { path: "$[*]", value: word, inToken: false };
    }
    return;
  }
  yield* leavesOf(tree, "$", names);
}

function* headerLeaves(headers: Headers, names: Names): Generator<Leaf> {
  for (const [name, value] of headers) {
    if (name !== "set-cookie") yield* textLeaves(withoutScheme(value), `header.${names.field(name)}`, names);
    else {
      for (const cookie of value.split(/,(?=\s*[\w!#$%&'*.^`|~+-]+=)/)) {
        const [first] = cookiesOf(cookie);
        if (first !== undefined) yield* textLeaves(first[1], `cookie.${names.field(first[0])}`, names);
      }
    }
  }
}

function* inboundLeaves(url: string, headers: Headers, names: Names): Generator<Leaf> {
  const parsed = URL.canParse(url, "http://inbound") ? new URL(url, "http://inbound") : undefined;
  if (parsed !== undefined) {
    const segments = parsed.pathname.split("/").filter((segment) => segment !== "");
    for (const [index, segment] of segments.entries()) yield* textLeaves(segment, `path[${index}]`, names);
    yield { path: "path", value: parsed.pathname, inToken: false };
    for (const [name, value] of parsed.searchParams) yield* inboundValue(value, `query.${names.field(name)}`, names);
  }
  for (const [name, value] of headers) {
    if (name === "cookie") {
      for (const [cookie, content] of cookiesOf(value)) {
        yield* inboundValue(content, `cookie.${names.field(cookie)}`, names);
      }
    } else if (!isIgnoredHeader(name)) {
      yield* inboundValue(withoutScheme(value), `header.${names.field(name)}`, names);
    }
  }
}

/** Cookies and parameters may hold JSON, plain, URL-encoded or in base64. */
function* inboundValue(value: string, path: string, names: Names): Generator<Leaf> {
  yield* textLeaves(value, path, names);
  const decoded = decodedText(value);
  if (claimsOf(decoded) === undefined && /^[[{]/.test(decoded)) {
    try {
      yield* leavesOf(JSON.parse(decoded), path, names);
    } catch {
      // It only began like JSON: it stays the one value it is.
    }
  }
}

function decodedText(text: string): string {
  try {
    return text.includes("%") ? decodeURIComponent(text) : text;
  } catch {
    return text; // not URL-encoded
  }
}
