import type { Hello, SourceUpload } from "@weir/core";
import { z } from "zod";
import { hello, sourceUpload } from "../api/schema/collector.ts";
import { unreadable } from "./input-error.ts";
import type { CaptureSummary, InputItem } from "./input-item.ts";

/**
 * A capture is OTLP JSON lines that any OTLP tool reads. What only Weir knows – sources, agents, the summary – stands in
 * lines without spans, under this key, which others ignore.
 */
const KEY = "weir";
const MARK = `{"${KEY}":`;

const summary = z.object({ spans: z.int().min(0), dropped: z.int().min(0) });

type Said = { readonly sources: SourceUpload } | { readonly hello: Hello } | { readonly capture: CaptureSummary };

export function captureLine(said: Said): string {
  return `${MARK}${JSON.stringify(said)},"resourceSpans":[]}\n`;
}

/** What such a line says; `undefined` for a line of spans. */
export function readCaptureLine(line: Buffer): InputItem | undefined {
  if (line.toString("latin1", 0, MARK.length) !== MARK) return undefined;
  const said = saidIn(line);
  const sources = sourceUpload.safeParse(said.sources);
  if (sources.success) return { kind: "sources", upload: sources.data };
  const greeted = hello.safeParse(said.hello);
  if (greeted.success) return { kind: "hello", hello: greeted.data };
  const capture = summary.safeParse(said.capture);
  if (capture.success) return { kind: "capture", summary: capture.data };
  throw unreadable("The capture was written by another release of Weir", "Capture and check with the same release");
}

/** @throws WeirError `WEIR_INPUT_UNREADABLE` for a line that is cut short or damaged. */
function saidIn(line: Buffer): { readonly [Key in "sources" | "hello" | "capture"]?: unknown } {
  try {
    const { weir } = JSON.parse(line.toString("utf8")) as { readonly weir: unknown };
    return typeof weir === "object" && weir !== null ? weir : {};
  } catch (cause) {
    throw unreadable("A line of the capture is not JSON", "The file may be damaged or cut short", cause);
  }
}
