import type { TraceView } from "@weir/core";
import { z } from "zod";
import { WeirError } from "../../errors.ts";
import type { StoredTrace } from "../../store/port.ts";
import type { ApiContext } from "../context.ts";
import { type ApiRoute, RawAnswer } from "../define-route.ts";
import { traceAnswer } from "../schema/finding.ts";
import { readSpans, readView } from "./trace-bytes.ts";
import { toJaeger } from "./to-jaeger.ts";
import { toOtlp } from "./to-otlp.ts";

interface TraceQuery {
  readonly format?: "otlp" | "jaeger";
  /** The local root's span id, for a trace in which several processes took part. */
  readonly span?: string;
}

const query: z.ZodType<TraceQuery> = z.strictObject({
  format: z.exactOptional(z.enum(["otlp", "jaeger"])),
  span: z.exactOptional(z.string().regex(/^[0-9a-f]{16}$/i)),
});

type TraceAnswer = TraceView & { readonly requests?: readonly TraceView[] };

export function getTrace(context: ApiContext): ApiRoute<TraceQuery, undefined, TraceAnswer> {
  return {
    method: "GET",
    path: "/traces/:traceId",
    summary: "One analysed request: calls, edges and what could have been; or its spans as OTLP or Jaeger JSON",
    access: "read",
    query,
    answer: traceAnswer,
    refusals: { 404: "The trace was not kept, or not with its spans" },
    handle: async ({ params, query }) => answer(context, (params["traceId"] ?? "").toLowerCase(), query),
  };
}

async function answer(
  { store }: ApiContext,
  traceId: string,
  { format, span }: TraceQuery,
): Promise<TraceAnswer | RawAnswer> {
  if (!/^[0-9a-f]{32}$/.test(traceId)) {
    throw new WeirError("WEIR_BAD_TRACE_ID", "A trace id is 32 hexadecimal digits", { status: 400 });
  }
  const stored = await store.trace(traceId);
  if (format !== undefined) return exported(traceId, stored, format);
  const views = stored.map((one) => readView(one));
  const chosen = span === undefined ? longest(views) : views.find(({ spanId }) => spanId === span.toLowerCase());
  if (chosen === undefined) throw notKept("The trace is not among those that were kept");
  return views.length === 1 ? chosen : { ...chosen, requests: views };
}

function exported(traceId: string, stored: readonly StoredTrace[], format: "otlp" | "jaeger"): RawAnswer {
  const spans = new Map(stored.flatMap((one) => readSpans(one) ?? []).map((span) => [span.spanId, span]));
  if (spans.size === 0) throw notKept("The spans of this trace were not kept");
  const all = [...spans.values()].sort((a, b) => a.start - b.start);
  const json = format === "otlp" ? toOtlp(all) : toJaeger(traceId, all);
  return new RawAnswer(json, `${traceId}.${format}.json`);
}

/** The request that contains the others, when services call one another. */
function longest(views: readonly TraceView[]): TraceView | undefined {
  return views.toSorted((a, b) => b.duration - a.duration)[0];
}

function notKept(message: string): WeirError {
  return new WeirError("WEIR_TRACE_NOT_FOUND", message, {
    status: 404,
    hint: "The best, median, worst and newest requests of a route are kept, and those findings link to",
  });
}
