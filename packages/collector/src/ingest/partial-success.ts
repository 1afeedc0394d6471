import type { PartialSuccess } from "./otlp-answer.ts";
import { countRejected, type Rejection, type SpanBatch, type SpanHead } from "./span-batch.ts";

const WHY: Readonly<Record<Rejection, string>> = {
  "trace-id": "the trace id is not 16 bytes, or zero",
  "span-id": "the span id is not 8 bytes, or zero",
  "parent-id": "the parent's span id is not 8 bytes",
  kind: "the kind is no number OTLP knows",
  status: "the status code is no number OTLP knows",
  time: "the start is missing, or the end lies before it",
};

/** What an accepted request's sender should know: spans that were left out, and what would make findings better. */
export function partialSuccess(batch: SpanBatch<SpanHead>): PartialSuccess | undefined {
  const rejectedSpans = countRejected(batch);
  const messages: string[] = [];
  if (rejectedSpans > 0) {
    const reasons = [...batch.rejected].map(([reason, count]) => `${WHY[reason]} (${count})`);
    messages.push(`${rejectedSpans} spans were left out: ${reasons.join("; ")}.`);
  }
  if (batch.cut > 0) messages.push(`${batch.cut} attributes, span events or links above the limits were left out.`);
  if (batch.spans.length > 0 && batch.resources.some(({ version }) => version === undefined)) {
    messages.push("The resource has no service.version: 'new since deploy' is off.");
  }
  return messages.length === 0 ? undefined : { rejectedSpans, errorMessage: messages.join(" ") };
}
