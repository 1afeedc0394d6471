import type { Metrics } from "./metrics.ts";
import type { Analyst } from "./pipeline/analyst.ts";
import type { Pipeline } from "./pipeline/pipeline.ts";
import type { SourceReaderStats } from "./source/source-reader.ts";

/** What stands in the pipeline, and what it had to leave out: every bound has its number here. */
export function addPipelineMetrics(
  metrics: Metrics,
  pipeline: Pick<Pipeline<unknown>, "counts">,
  analyst: Analyst,
): void {
  const gauge = (name: string, help: string, read: () => number): void => metrics.gauge(`weir_${name}`, help, read);
  gauge("pipeline_open_spans", "Spans of traces that are not analysed yet", () => pipeline.counts.openSpans);
  gauge("pipeline_open_traces", "Traces that are not closed yet", () => pipeline.counts.openTraces);
  gauge(
    "pipeline_held_bytes",
    "Bytes of bodies that open and recent traces are read from",
    () => pipeline.counts.heldBytes,
  );
  gauge(
    "analysis_forgotten_looks",
    "Looks of requests forgotten because others took their place",
    () => analyst.forgotten,
  );
  gauge("pipeline_lag_ms", "How long the oldest due trace has been waiting", () => pipeline.counts.lagMs);
  gauge("pipeline_requests", "Requests analysed since the start", () => pipeline.counts.requests);
  gauge("pipeline_corrections", "Requests analysed again because a span came late", () => pipeline.counts.corrections);
  gauge("pipeline_rootless_spans", "Spans of traces in which no request was found", () => pipeline.counts.rootless);
  gauge("pipeline_failed_traces", "Traces given up because their analysis failed", () => pipeline.counts.failed);
  gauge("admission_wrong_time", "Requests left out: their time cannot be true", () => analyst.admission.wrongTime);
  gauge("admission_too_many_apps", "Requests left out: too many apps", () => analyst.admission.tooManyApps);
  gauge(
    "admission_other_routes",
    "Requests counted under one route: too many routes",
    () => analyst.admission.otherRoutes,
  );
}

/** Pairs about which the source could not be asked: their verdict is unknown, which is no loss, and worth a look. */
export function addSourceMetrics(metrics: Metrics, { stats }: { readonly stats: Readonly<SourceReaderStats> }): void {
  metrics.gauges("weir_source_unread", "Questions about source that were given up, by reason", () =>
    (["busy", "deadlines", "crashes"] as const).map((reason) => [{ reason }, stats[reason]]),
  );
}
