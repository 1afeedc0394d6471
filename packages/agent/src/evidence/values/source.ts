import type { InboundRequest, InboundText } from "../probe.ts";
import { MAX_VALUE } from "./canonical.ts";
import { holdsEncoded, needsComparing } from "./encoded-words.ts";
import type { Exchange } from "./exchange.ts";
import { isIgnoredHeader, withoutScheme } from "./headers.ts";
import { fieldsOf } from "./inbound-fields.ts";
import { LeafList } from "./leaf-list.ts";
import { LeafText } from "./leaf-text.ts";
import { Leaves } from "./leaves.ts";
import type { Names } from "./names.ts";
import type { Path } from "./path.ts";
import { type Places, placesOf } from "./places.ts";
import { cookiesOf } from "./slots.ts";
import { SearchText, standsIn } from "./text-search.ts";
import type { Token } from "./token.ts";

/** Looking for a value among the leaves of a text costs about as much as so many searches of it. */
const LEAVES_COST = 8;
const MAX_WORDS = 20_000;

export type Headers = readonly (readonly [string, string])[];

/** Something a later request may have taken a value from. Taken apart only when a search found something in it. */
export class Source {
  readonly #read: () => LeafList;
  readonly #make: () => readonly SearchText[];
  #made: readonly SearchText[] | undefined;
  #length: number | undefined;
  #encoded: boolean | undefined;
  #leaves: LeafList | undefined;
  /** By number of the token: whether it may be in here, */
  readonly #held: (boolean | undefined)[] = [];
  /** and where it is. */
  readonly #places: (Places | undefined)[] = [];
  readonly #partPlaces: (Places | undefined)[] = [];

  /** @param texts without a word in one of them a value is not here */
  constructor(texts: () => readonly SearchText[], read: () => LeafList) {
    this.#make = texts;
    this.#read = read;
  }

  isSearched({ id }: Token): boolean {
    return this.#held[id] !== undefined;
  }

  /** Looks for the token, once. @returns characters gone through */
  search({ id, needles }: Token): number {
    let cost = 0;
    let held = false;
    for (const needle of needles) {
      cost += this.#size;
      held = this.#mayHold(needle);
      if (held) break;
    }
    this.#held[id] = held;
    return held ? cost * LEAVES_COST : cost;
  }

  /** False only where the token cannot match any value. */
  holds(token: Token): boolean {
    if (this.#held[token.id] === undefined) this.search(token);
    return this.#held[token.id] === true;
  }

  /** @param share of its bits that a match of the token is worth */
  places(token: Token, share: number): Places {
    const known = share === 1 ? this.#places : this.#partPlaces;
    return (known[token.id] ??= placesOf((this.#leaves ??= this.#read()), token, share));
  }

  get #texts(): readonly SearchText[] {
    return (this.#made ??= this.#make());
  }

  #mayHold(needle: string): boolean {
    if (needle === "" || this.#holdsEncoded()) return true;
    for (const { lower } of this.#texts) if (standsIn(lower, needle)) return true;
    return false;
  }

  get #size(): number {
    return (this.#length ??= this.#texts.reduce((sum, { text }) => sum + text.length, 0));
  }

  /** Values behind base64 or in a token cannot be found by searching the text. */
  #holdsEncoded(): boolean {
    return (this.#encoded ??= this.#texts.some(({ text }) => holdsEncoded(text)));
  }
}

/** What of a response is in: its headers always, its body where the app had read it by then. */
export function responseSource(exchange: Exchange, withBody: boolean, names: Names): Source {
  const body = withBody ? exchange.searched() : undefined;
  const headers = exchange.responseHeaders.filter(([name]) => !isIgnoredHeader(name));
  const texts = body === undefined ? [] : [body];
  if (headers.length > 0) texts.push(new SearchText(headers.map(([, value]) => value).join("\n")));
  return new Source(
    () => texts,
    () => {
      const leaves = new Leaves(names);
      addResponseHeaders(headers, names, leaves);
      if (body === undefined) return new LeafList(new LeafText(NO_TEXT), leaves.found);
      const json = exchange.json(names);
      if (json !== undefined) return new LeafList(json.standing, [...leaves.found, ...json.others]);
      return new LeafList(wordsOf(body, names, leaves), leaves.found);
    },
  );
}

const NO_TEXT = new SearchText("");

export function inboundSource({ url, headers, body }: InboundSnapshot, names: Names): Source {
  return new Source(
    () => {
      const sent = [url, ...headers.map(([, value]) => value)].map(decodedText);
      return [new SearchText([...sent, ...fieldsOf(body()).map(([, value]) => value)].join("\n"))];
    },
    () => {
      const leaves = new Leaves(names);
      addInboundUrl(url, names, leaves);
      addInboundHeaders(headers, names, leaves);
      for (const [name, value] of fieldsOf(body())) {
        addInboundValue(value, names.path(name === "" ? "body" : `body.${names.field(name)}`), leaves);
      }
      return new LeafList(new LeafText(NO_TEXT), leaves.found);
    },
  );
}

export interface InboundSnapshot extends Pick<InboundRequest, "method" | "url"> {
  readonly headers: Headers;
  readonly body: () => InboundText | undefined;
}

/** The words of a text, as a list that says little about where they stood. */
function wordsOf(source: SearchText, names: Names, others: Leaves): LeafText {
  const words = new LeafText(source);
  const path = names.path("$[*]");
  for (const { 0: word, index } of source.text.matchAll(/[A-Za-z0-9][\w@.-]*/g)) {
    if (words.size === MAX_WORDS) break;
    if (word.length > MAX_VALUE) continue;
    const isCompared = needsComparing(word);
    words.add(path, index, index + word.length, isCompared);
    if (isCompared) others.claims(word, path, words.size);
  }
  return words;
}

function addResponseHeaders(headers: Headers, names: Names, leaves: Leaves): void {
  for (const [name, value] of headers) {
    if (name !== "set-cookie") leaves.text(withoutScheme(value), names.path(`header.${names.field(name)}`));
    else {
      for (const cookie of value.split(/,(?=\s*[\w!#$%&'*.^`|~+-]+=)/)) {
        const [first] = cookiesOf(cookie);
        if (first !== undefined) leaves.text(first[1], names.path(`cookie.${names.field(first[0])}`));
      }
    }
  }
}

function addInboundUrl(url: string, names: Names, leaves: Leaves): void {
  if (!URL.canParse(url, "http://inbound")) return;
  const { pathname, searchParams } = new URL(url, "http://inbound");
  const segments = pathname.split("/").filter((segment) => segment !== "");
  for (const [index, segment] of segments.entries()) leaves.text(segment, names.path(`path[${index}]`));
  leaves.text(pathname, names.path("path"));
  for (const [name, value] of searchParams) addInboundValue(value, names.path(`query.${names.field(name)}`), leaves);
}

function addInboundHeaders(headers: Headers, names: Names, leaves: Leaves): void {
  for (const [name, value] of headers) {
    if (name === "cookie") {
      for (const [cookie, content] of cookiesOf(value)) {
        addInboundValue(content, names.path(`cookie.${names.field(cookie)}`), leaves);
      }
    } else if (!isIgnoredHeader(name)) {
      addInboundValue(withoutScheme(value), names.path(`header.${names.field(name)}`), leaves);
    }
  }
}

/** Cookies, parameters and fields of forms may hold JSON, plain or URL-encoded. */
function addInboundValue(value: string, path: Path, leaves: Leaves): void {
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
