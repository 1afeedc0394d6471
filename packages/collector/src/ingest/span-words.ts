import type { Attributes, SpanEvent, SpanKind, SpanLink, SpanStatus } from "@weir/core";

/** OTLP's enums by number; a number that is not here is not OTLP. */
export const KINDS: readonly SpanKind[] = ["unspecified", "internal", "server", "client", "producer", "consumer"];
export const STATUSES: readonly SpanStatus[] = ["unset", "ok", "error"];

/** Bits of `Span.flags`: whether the sender knows where the parent is, and that it is in another context. */
export const HAS_IS_REMOTE = 0x100;
export const IS_REMOTE = 0x200;

// Most spans have none; they share these.
export const NO_ATTRIBUTES: Attributes = Object.freeze({});
export const NO_EVENTS: readonly SpanEvent[] = Object.freeze([]);
export const NO_LINKS: readonly SpanLink[] = Object.freeze([]);

/** A span without a start, or with times no clock shows, has no place on a timeline. Integer microseconds. */
export function isTime(start: number, end: number): boolean {
  return start > 0 && start <= end && Number.isSafeInteger(end);
}

/** Longest span, scope or event name that is kept; nothing is decided by the end of one. Bytes. */
export const MAX_NAME = 4_096;
