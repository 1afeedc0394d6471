import type { Owner } from "../model/owner.ts";
import type { RequestKind } from "../model/request.ts";
import type { Span } from "../model/span.ts";
import type { Micros } from "../model/time.ts";
import type { Framework } from "../wire/hello.ts";

/** What a framework's spans say about one request. */
interface RequestFacts {
  readonly route: string;
  readonly method: string;
  readonly kind: RequestKind;
  readonly status?: number;
  readonly error: boolean;
  readonly start: Micros;
  readonly end: Micros;
  readonly firstByte?: Micros;
  readonly loads?: readonly string[];
}

/** How to read the spans of one framework. Each implementation is a table of facts about span names and attributes. */
export interface FrameworkReader {
  readonly name: Framework;
  /** A span that begins one request's work, looked at alone. */
  isRoot(span: Span): boolean;
  /** The part of the user's program a span stands for; `undefined` for spans that are no such part. */
  ownerOf(span: Span, root: Span): Owner | undefined;
  /** `below`: all spans of the request in order of start, the root included. */
  describe(root: Span, below: readonly Span[]): RequestFacts;
}
