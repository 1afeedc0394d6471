import { matches } from "../match.ts";
import { isNewer } from "../newest-document.ts";
import { byFields } from "../order.ts";
import type { App, Document, DocumentKind, Millis } from "../port.ts";

/** The newest document of each key and app; above `bound` the one put longest ago goes and is counted. */
export class MemoryDocuments {
  readonly #bound: number;
  readonly #documents = new Map<string, Document>();
  #dropped = 0;

  constructor(bound: number) {
    this.#bound = bound;
  }

  get dropped(): number {
    return this.#dropped;
  }

  put(document: Document): void {
    const id = JSON.stringify([document.kind, document.service, document.env, document.key]);
    const known = this.#documents.get(id);
    if (known !== undefined && !isNewer(document, known)) return;
    this.#documents.delete(id);
    this.#documents.set(id, document);
    if (this.#documents.size <= this.#bound) return;
    this.#documents.delete(this.#documents.keys().next().value ?? "");
    this.#dropped += 1;
  }

  read(kind: DocumentKind, keys: readonly string[], app: App | undefined): readonly Document[] {
    const wanted = new Set(keys);
    const newest = new Map<string, Document>();
    for (const document of this.#documents.values()) {
      if (document.kind !== kind || !wanted.has(document.key)) continue;
      if (app !== undefined && !matches(app, document)) continue;
      const known = newest.get(document.key);
      if (known === undefined || isNewer(document, known)) newest.set(document.key, document);
    }
    return [...newest.values()].sort(byFields(({ key }) => key));
  }

  /** Lets go what is older than a moment, unless something it describes is still counted. */
  dropBefore(at: Millis, isCounted: (document: Document) => boolean): void {
    for (const [id, document] of this.#documents) {
      if (document.ts < at && !isCounted(document)) this.#documents.delete(id);
    }
  }
}
