import type { Operation } from "../../operation.ts";
import type { IncomingResponse, OutgoingRequest } from "../probe.ts";
import { MAX_VALUE } from "./canonical.ts";
import type { ReadJson } from "./json-reader.ts";
import { jsonText } from "./json-text.ts";
import type { Names } from "./names.ts";
import type { RetainedTexts, TextHolder } from "./retained-texts.ts";
import type { SentRequest } from "./slots.ts";
import type { Headers } from "./source.ts";
import { SearchText } from "./text-search.ts";

const MAX_HEADERS = 64;
/** Longer request bodies are not looked at. */
export const MAX_REQUEST_BODY = 64_000;

/** What the value probe keeps of one operation: the request as it was sent, and the response as the app got it. */
export class Exchange {
  readonly op: Operation;
  responseHeaders: Headers = [];
  /** Of the response; gone when it was too large, or had to make room. */
  readonly response: TextHolder = { text: undefined };
  readonly #request: OutgoingRequest;
  readonly #url: string;
  readonly #method: string;
  #headers: Headers;
  readonly #body: TextHolder = { text: undefined };
  #bodySeen = false;
  #searched: SearchText | undefined;
  #json: ReadJson | "other" | undefined;

  /** Reads the request where it is made: an app may use its `URL` or headers again, and change them, for the next. */
  constructor(op: Operation, request: OutgoingRequest, texts: RetainedTexts) {
    this.op = op;
    this.#request = request;
    this.#url = request.url;
    this.#method = request.method;
    this.#headers = snapshot(request.headers());
    this.#takeBody(texts);
  }

  /** By now the whole request has been sent; clients that write it piece by piece only show it now. */
  answered(response: IncomingResponse | undefined, texts: RetainedTexts): void {
    if (response !== undefined) this.responseHeaders = snapshot(response.headers());
    if (this.#request.complete === true) return;
    const known = new Set(this.#headers.map(([name]) => name));
    const later = snapshot(this.#request.headers()).filter(([name]) => !known.has(name));
    if (later.length > 0) this.#headers = [...this.#headers, ...later];
    if (this.#body.text === undefined || this.#body.text === "") this.#takeBody(texts);
  }

  sent(): SentRequest {
    return {
      method: this.#method,
      url: this.#url,
      headers: this.#headers,
      body: this.#body.text,
      parameters: this.#request.parameters?.() ?? [],
      partial: this.#request.partial === true || (this.#bodySeen && this.#body.text === undefined),
    };
  }

  /** The response's text, to be searched; `undefined` where it is not kept. */
  searched(): SearchText | undefined {
    const { text } = this.response;
    if (text === undefined) return undefined;
    return (this.#searched ??= new SearchText(text));
  }

  /** The response as JSON; `undefined` where it is none or not kept. */
  json(names: Names): ReadJson | undefined {
    const searched = this.searched();
    if (searched === undefined) return undefined;
    this.#json ??= jsonText(searched, names) ?? "other";
    return this.#json === "other" ? undefined : this.#json;
  }

  release(texts: RetainedTexts): void {
    this.#json = undefined;
    this.#searched = undefined;
    texts.release(this.response);
    texts.release(this.#body);
  }

  #takeBody(texts: RetainedTexts): void {
    const body = this.#request.body();
    if (body === undefined) return;
    this.#bodySeen = true;
    texts.release(this.#body);
    if (body.length <= MAX_REQUEST_BODY) texts.keep(this.#body, body);
  }
}

export function snapshot(headers: Iterable<readonly [string, string]>): Headers {
  const kept: (readonly [string, string])[] = [];
  for (const [name, value] of headers) {
    if (kept.length >= MAX_HEADERS) break;
    if (value.length <= MAX_VALUE) kept.push([name.toLowerCase(), value]);
  }
  return kept;
}
