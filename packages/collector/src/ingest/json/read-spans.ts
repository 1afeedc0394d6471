import type { Resource, Span } from "@weir/core";
import { tooManySpans } from "../read-error.ts";
import { toResource } from "../resource.ts";
import { READ_LIMITS, type ReadLimits, type Rejection, type SpanBatch } from "../span-batch.ts";
import { wantsResourceKey } from "../wanted-keys.ts";
import { arrayIn, asObject, nameIn, objectIn } from "./json-fields.ts";
import { parseJson } from "./parse-json.ts";
import { SpanReader } from "./span-reader.ts";
import { ValueReader } from "./value-reader.ts";

/**
 * Reads an `ExportTraceServiceRequest` in OTLP's JSON mapping: the fields core uses, of every valid span. Unknown
 * fields are ignored; a known field of another type makes the body malformed.
 *
 * @throws WeirError `WEIR_OTLP_MALFORMED`, `WEIR_OTLP_TOO_DEEP`, `WEIR_OTLP_TOO_MANY_SPANS`; never a partial result.
 */
export function readSpans(bytes: Buffer, limits: ReadLimits = READ_LIMITS): SpanBatch {
  if (bytes.length === 0) return { spans: [], resources: [], rejected: new Map(), cut: 0 };
  const request = asObject(parseJson(bytes), "The request");
  const values = new ValueReader(limits);
  const reader = new SpanReader(values, limits);
  const spans: Span[] = [];
  const resources: Resource[] = [];
  const rejected = new Map<Rejection, number>();
  let seen = 0;

  for (const item of arrayIn(request, "resourceSpans")) {
    const resourceSpans = asObject(item, "resourceSpans");
    const resource = toResource(values.attributes(objectIn(resourceSpans, "resource") ?? {}, wantsResourceKey));
    resources.push(resource);
    for (const group of arrayIn(resourceSpans, "scopeSpans")) {
      const scopeSpans = asObject(group, "scopeSpans");
      const scope = nameIn(objectIn(scopeSpans, "scope") ?? {});
      for (const json of arrayIn(scopeSpans, "spans")) {
        seen += 1;
        if (seen > limits.maxSpans) throw tooManySpans(limits.maxSpans);
        const span = reader.read(asObject(json, "span"), scope, resource);
        if (typeof span === "object") spans.push(span);
        else rejected.set(span, (rejected.get(span) ?? 0) + 1);
      }
    }
  }
  return { spans, resources, rejected, cut: values.cut + reader.cut };
}
