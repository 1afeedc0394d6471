import { unreadable } from "./input-error.ts";
import { ValueEnd } from "./value-end.ts";

/** What is kept of a large document: whole values at these places. All else on the way is walked through. */
const KEPT = new Set([
  "resourceSpans.*.resource",
  "resourceSpans.*.scopeSpans.*.scope",
  "resourceSpans.*.scopeSpans.*.spans.*",
  "data.*",
]);
const WALKED = new Set([
  "",
  "resourceSpans",
  "resourceSpans.*",
  "resourceSpans.*.scopeSpans",
  "resourceSpans.*.scopeSpans.*",
  "resourceSpans.*.scopeSpans.*.spans",
  "data",
]);

/** Bytes of spans that go into one small document. */
const PART_BYTES = 1024 * 1024;

interface Level {
  readonly path: string;
  readonly isArray: boolean;
  key: string;
}

type Taking = { readonly path: string; readonly end: ValueEnd; readonly pieces: Buffer[]; size: number };

/**
 * Cuts one large OTLP or Jaeger document into small ones that say the same: spans with their resource and scope, or one
 * trace each. Holds at most `maxValueBytes` and a part.
 */
export class DocumentSplitter {
  readonly #maxValueBytes: number;
  readonly #levels: Level[] = [];
  #taking: Taking | undefined;
  #resource: string | undefined;
  #scope: string | undefined;
  #spansOfResource = 0;
  #spansOfScope = 0;
  #spans: string[] = [];
  #spansSize = 0;
  #parts: Buffer[] = [];
  #done = false;

  constructor(maxValueBytes: number) {
    this.#maxValueBytes = maxValueBytes;
  }

  get done(): boolean {
    return this.#done;
  }

  /** Takes a piece of the document; answers how many of its bytes belong to it. */
  feed(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && !this.#done)
      at = this.#taking === undefined ? this.#step(bytes, at) : this.#take(bytes, at);
    return at;
  }

  /** The small documents that are complete by now. */
  parts(): Buffer[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  #step(bytes: Buffer, at: number): number {
    const byte = bytes[at] ?? 0;
    const level = this.#levels.at(-1);
    if (byte <= 0x20 || byte === 0x2c || byte === 0x3a) return at + 1;
    if (byte === 0x7d || byte === 0x5d) {
      this.#leave();
      return at + 1;
    }
    if (level !== undefined && !level.isArray && level.key === "") {
      this.#taking = { path: "key", end: new ValueEnd(), pieces: [], size: 0 };
      return at;
    }
    const path =
      level === undefined ? "" : level.path === "" ? level.key : `${level.path}.${level.isArray ? "*" : level.key}`;
    if (level !== undefined) level.key = "";
    if (WALKED.has(path) && (byte === 0x7b || byte === 0x5b)) {
      this.#levels.push({ path, isArray: byte === 0x5b, key: "" });
      return at + 1;
    }
    this.#taking = { path, end: new ValueEnd(), pieces: [], size: 0 };
    return at;
  }

  #take(bytes: Buffer, at: number): number {
    const taking = this.#taking as Taking;
    const end = taking.end.find(bytes, at);
    const upTo = end < 0 ? bytes.length : end;
    if (taking.path === "key" || KEPT.has(taking.path)) {
      taking.size += upTo - at;
      if (taking.size > this.#maxValueBytes) {
        throw unreadable("One span or trace of the file is too large", "No exporter makes spans of that size");
      }
      taking.pieces.push(bytes.subarray(at, upTo));
    }
    if (end >= 0) {
      this.#taking = undefined;
      this.#taken(taking.path, Buffer.concat(taking.pieces).toString("utf8"));
    }
    return upTo;
  }

  #taken(path: string, text: string): void {
    const level = this.#levels.at(-1);
    if (path === "key") {
      if (level !== undefined) level.key = keyOf(text);
    } else if (path === "resourceSpans.*.resource") {
      this.#notBehind(this.#spansOfResource);
      this.#resource = text;
    } else if (path === "resourceSpans.*.scopeSpans.*.scope") {
      this.#notBehind(this.#spansOfScope);
      this.#scope = text;
    } else if (path === "data.*") this.#parts.push(Buffer.from(`{"data":[${text}]}`));
    else if (path === "resourceSpans.*.scopeSpans.*.spans.*") this.#span(text);
  }

  /** What is handed on says whose it is: that cannot be said afterwards. */
  #notBehind(spans: number): void {
    if (spans === 0) return;
    throw unreadable(
      "The file names the resource or scope of spans behind the spans",
      "Write it as OTLP JSON lines: one request per line",
    );
  }

  #span(text: string): void {
    this.#spansOfResource += 1;
    this.#spansOfScope += 1;
    this.#spans.push(text);
    this.#spansSize += text.length;
    if (this.#spansSize >= PART_BYTES) this.#flush();
  }

  #leave(): void {
    const left = this.#levels.pop();
    if (left?.path === "resourceSpans.*.scopeSpans.*") {
      this.#flush();
      this.#scope = undefined;
      this.#spansOfScope = 0;
    }
    if (left?.path === "resourceSpans.*") {
      this.#resource = undefined;
      this.#spansOfResource = 0;
    }
    if (this.#levels.length === 0) this.#done = true;
  }

  #flush(): void {
    if (this.#spans.length === 0) return;
    const scope = this.#scope === undefined ? "" : `"scope":${this.#scope},`;
    this.#parts.push(
      Buffer.from(
        `{"resourceSpans":[{"resource":${this.#resource ?? "{}"},"scopeSpans":[{${scope}"spans":[${this.#spans.join(",")}]}]}]}`,
      ),
    );
    this.#spans = [];
    this.#spansSize = 0;
  }
}

function keyOf(text: string): string {
  try {
    const key: unknown = JSON.parse(text);
    if (typeof key === "string" && key !== "") return key;
  } catch (error) {
    throw unreadable("The file is not JSON", "It may be damaged or cut short", error);
  }
  return "?";
}
