import type { InboundRequest, InboundText } from "../probe.ts";
import { type Leaf, Leaves } from "./leaves.ts";
import { holdsEncoded } from "./encoded-words.ts";
import type { Json } from "./exchange.ts";
import { isIgnoredHeader, withoutScheme } from "./headers.ts";
import { fieldsOf } from "./inbound-fields.ts";
import { LeafList } from "./leaf-list.ts";
import type { Names } from "./names.ts";
import { cookiesOf } from "./slots.ts";
import { standsIn } from "./text-search.ts";

const MAX_WORDS = 20_000;

export type Headers = readonly (readonly [string, string])[];

/** Something a later request may have taken a value from. Taken apart only when a search found something in it. */
export class Source {
  readonly #read: () => readonly Leaf[];
  readonly #search: () => string;
  #text: string | undefined;
  #encoded: boolean | undefined;
  #leaves: LeafList | undefined;
  readonly #found = new Map<string, boolean>();

  constructor(read: () => readonly Leaf[], search: () => string) {
    this.#read = read;
    this.#search = search;
  }

  /** Characters one search goes through; 0 where the answer is known. */
  cost(needle: string): number {
    if (this.#found.has(needle)) return 0;
    return this.#lowered().length;
  }

  /** False only where no value with this needle can match. */
  mayHold(needle: string): boolean {
    if (needle === "" || this.#holdsEncoded()) return true;
    let found = this.#found.get(needle);
    if (found === undefined) {
      found = standsIn(this.#lowered(), needle);
      this.#found.set(needle, found);
    }
    return found;
  }

  leaves(): LeafList {
    return (this.#leaves ??= new LeafList(this.#read()));
  }

  #lowered(): string {
    return (this.#text ??= this.#search().toLowerCase());
  }

  /** Values behind base64 or in a token cannot be found by searching the text. */
  #holdsEncoded(): boolean {
    return (this.#encoded ??= holdsEncoded(this.#search()));
  }
}

/** @param tree the text as JSON, where it is that */
export function responseSource(
  text: string | undefined,
  tree: () => Json | undefined,
  headers: Headers,
  names: Names,
): Source {
  const kept = headers.filter(([name]) => !isIgnoredHeader(name));
  return new Source(
    () => {
      const leaves = new Leaves(names);
      addResponseHeaders(kept, names, leaves);
      if (text !== undefined) addBody(text, tree(), leaves);
      return leaves.found;
    },
    () => `${text ?? ""}\n${kept.map(([, value]) => value).join("\n")}`,
  );
}

export function inboundSource({ url, headers, body }: InboundSnapshot, names: Names): Source {
  return new Source(
    () => {
      const leaves = new Leaves(names);
      addInboundUrl(url, names, leaves);
      addInboundHeaders(headers, names, leaves);
      for (const [name, value] of fieldsOf(body())) {
        addInboundValue(value, name === "" ? "body" : `body.${names.field(name)}`, leaves);
      }
      return leaves.found;
    },
    () => {
      const sent = [url, ...headers.map(([, value]) => value)].map(decodedText);
      return [...sent, ...fieldsOf(body()).map(([, value]) => value)].join("\n");
    },
  );
}

export interface InboundSnapshot extends Pick<InboundRequest, "method" | "url"> {
  readonly headers: Headers;
  readonly body: () => InboundText | undefined;
}

function addBody(text: string, json: Json | undefined, leaves: Leaves): void {
  if (json === undefined) {
    // Its words, as a list that says little about where they stood.
    let left = MAX_WORDS;
    for (const [word] of text.matchAll(/[A-Za-z0-9][\w@.-]*/g)) {
      if (left-- === 0) return;
      leaves.text(word, "$[*]");
    }
    return;
  }
  leaves.tree(json.tree, "$");
}

function addResponseHeaders(headers: Headers, names: Names, leaves: Leaves): void {
  for (const [name, value] of headers) {
    if (name !== "set-cookie") leaves.text(withoutScheme(value), `header.${names.field(name)}`);
    else {
      for (const cookie of value.split(/,(?=\s*[\w!#$%&'*.^`|~+-]+=)/)) {
        const [first] = cookiesOf(cookie);
        if (first !== undefined) leaves.text(first[1], `cookie.${names.field(first[0])}`);
      }
    }
  }
}

function addInboundUrl(url: string, names: Names, leaves: Leaves): void {
  if (!URL.canParse(url, "http://inbound")) return;
  const { pathname, searchParams } = new URL(url, "http://inbound");
  const segments = pathname.split("/").filter((segment) => segment !== "");
  for (const [index, segment] of segments.entries()) leaves.text(segment, `path[${index}]`);
  leaves.text(pathname, "path");
  for (const [name, value] of searchParams) addInboundValue(value, `query.${names.field(name)}`, leaves);
}

function addInboundHeaders(headers: Headers, names: Names, leaves: Leaves): void {
  for (const [name, value] of headers) {
    if (name === "cookie") {
      for (const [cookie, content] of cookiesOf(value)) {
        addInboundValue(content, `cookie.${names.field(cookie)}`, leaves);
      }
    } else if (!isIgnoredHeader(name)) {
      addInboundValue(withoutScheme(value), `header.${names.field(name)}`, leaves);
    }
  }
}

/** Cookies, parameters and fields of forms may hold JSON, plain or URL-encoded. */
function addInboundValue(value: string, path: string, leaves: Leaves): void {
  leaves.text(value, path);
  const decoded = decodedText(value);
  if (!/^\s*[[{"]/.test(decoded)) return;
  try {
    leaves.tree(JSON.parse(decoded), path);
  } catch {
    // It only began like JSON: it stays the one value it is.
  }
}

function decodedText(text: string): string {
  try {
    return text.includes("%") ? decodeURIComponent(text) : text;
  } catch {
    return text; // not URL-encoded
  }
}
