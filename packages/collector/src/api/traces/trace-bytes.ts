import { gunzipSync, gzipSync } from "node:zlib";
import type { AttributeValue, Span, TraceView } from "@weir/core";
import { WeirError } from "../../errors.ts";
import type { StoredTrace } from "../../store/port.ts";

/** A stored trace unpacks to at most so much. Bytes. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/** What a 64-bit integer becomes in JSON, so that it comes back exact. */
const BIGINT = "$bigint";

export function packView(view: TraceView): Uint8Array {
  return gzipSync(JSON.stringify(view));
}

export function readView({ view }: Pick<StoredTrace, "view">): TraceView {
  return unpack(view) as TraceView;
}

/** Raw spans with their 64-bit integers marked. */
export function packSpans(spans: readonly Span[]): Uint8Array {
  return gzipSync(
    JSON.stringify(spans, (_key, value: unknown) => (typeof value === "bigint" ? { [BIGINT]: String(value) } : value)),
  );
}

/** `undefined` when the trace was kept without its spans. */
export function readSpans({ spans }: Pick<StoredTrace, "spans">): readonly Span[] | undefined {
  return spans === undefined ? undefined : (unpack(spans, reviveBigint) as readonly Span[]);
}

function unpack(bytes: Uint8Array, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }).toString("utf8"), revive);
  } catch (cause) {
    throw new WeirError("WEIR_TRACE_UNREADABLE", "The stored trace cannot be read", { cause });
  }
}

function reviveBigint(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(BIGINT in value)) return value;
  const digits: unknown = value[BIGINT];
  const integer: AttributeValue = typeof digits === "string" && /^-?\d{1,19}$/.test(digits) ? BigInt(digits) : 0;
  return integer;
}
