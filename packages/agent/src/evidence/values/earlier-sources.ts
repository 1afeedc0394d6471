import type { Exchange } from "./exchange.ts";
import type { Names } from "./names.ts";
import { responseSource, type Source } from "./source.ts";

/** Responses the app had when it made a request, with the sequence numbers of their operations. */
export interface Earlier {
  readonly sources: readonly (readonly [sequence: number, source: Source])[];
  /** The app had something of a response that we have not. */
  readonly unseen: boolean;
}

/** What of its operations' responses a request could have been made from. */
export class EarlierSources {
  readonly #exchanges: readonly Exchange[];
  readonly #names: Names;
  readonly #complete = new Map<Exchange, Source>();
  readonly #headersOnly = new Map<Exchange, Source>();

  constructor(exchanges: readonly Exchange[], names: Names) {
    this.#exchanges = exchanges;
    this.#names = names;
  }

  before({ op }: Exchange): Earlier {
    const sources: [number, Source][] = [];
    let unseen = false;
    for (const earlier of this.#exchanges) {
      const { headers, bodyRead, sequence } = earlier.op;
      const body = earlier.op.bodyFirst ?? earlier.op.body;
      if (headers === undefined || headers > op.start) continue;
      // A body read without our seeing when it ended may have been read by now.
      const hadBody = bodyRead && (body === undefined || body <= op.start);
      if (hadBody && earlier.response.text === undefined) unseen = true;
      sources.push([sequence, this.#sourceOf(earlier, hadBody)]);
    }
    return { sources, unseen };
  }

  #sourceOf(exchange: Exchange, withBody: boolean): Source {
    const known = withBody ? this.#complete : this.#headersOnly;
    let source = known.get(exchange);
    if (source === undefined) {
      source = responseSource(exchange, withBody, this.#names);
      known.set(exchange, source);
    }
    return source;
  }
}
