import type { Hello, SourceUpload } from "@weir/core";
import type { SpanBatch } from "../ingest/span-batch.ts";

/** What a capture says of itself in its last line. */
export interface CaptureSummary {
  readonly spans: number;
  /** Spans not written because the capture had reached its size, or were invalid. */
  readonly dropped: number;
}

/** One thing read from a file. */
export type InputItem =
  | { readonly kind: "spans"; readonly batch: SpanBatch }
  | { readonly kind: "sources"; readonly upload: SourceUpload }
  | { readonly kind: "hello"; readonly hello: Hello }
  | { readonly kind: "capture"; readonly summary: CaptureSummary };

/** Names of the formats that are recognised. */
export type InputFormat = "otlp-json" | "otlp-json-lines" | "otlp-protobuf" | "otlp-protobuf-framed" | "jaeger-json";
