import type { Hello, SourceUpload } from "@weir/core";
import { hello, sourceUpload } from "../api/schema/collector.ts";
import { unreadable } from "./input-error.ts";
import type { CaptureSummary, InputItem } from "./input-item.ts";

/**
 * A capture is OTLP JSON lines that any OTLP tool reads. What only Weir knows – sources, agents, the summary – stands in
 * lines without spans, under this key, which others ignore.
 */
const KEY = "weir";
const MARK = `{"${KEY}":`;

type Said = { readonly sources: SourceUpload } | { readonly hello: Hello } | { readonly capture: CaptureSummary };

export function captureLine(said: Said): string {
  return `${MARK}${JSON.stringify(said)},"resourceSpans":[]}\n`;
}

/** What such a line says; `undefined` for a line of spans. */
export function readCaptureLine(line: Buffer): InputItem | undefined {
  if (line.toString("latin1", 0, MARK.length) !== MARK) return undefined;
  const said = (
    JSON.parse(line.toString("utf8")) as { readonly weir: Partial<Record<"sources" | "hello" | "capture", unknown>> }
  ).weir;
  const sources = sourceUpload.safeParse(said.sources);
  if (sources.success) return { kind: "sources", upload: sources.data };
  const greeted = hello.safeParse(said.hello);
  if (greeted.success) return { kind: "hello", hello: greeted.data };
  const { capture } = said as { readonly capture?: CaptureSummary };
  if (capture !== undefined && Number.isInteger(capture.spans) && Number.isInteger(capture.dropped)) {
    return { kind: "capture", summary: { spans: capture.spans, dropped: capture.dropped } };
  }
  throw unreadable("The capture was written by another release of Weir", "Capture and check with the same release");
}
