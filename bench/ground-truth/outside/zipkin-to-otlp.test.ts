import { describe, expect, it } from "vitest";
import { zipkinToOtlp } from "./zipkin-to-otlp.ts";

interface Otlp {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Record<string, unknown>[] }[];
  }[];
}

describe("zipkinToOtlp", () => {
  it("tells the two sides of a call apart and keeps times to the microsecond", () => {
    const span = { traceId: "a", name: "get", timestamp: 1571896375322001, duration: 1500 };
    const { resourceSpans } = zipkinToOtlp([
      { ...span, id: "1", kind: "SERVER", localEndpoint: { serviceName: "web" } },
      { ...span, id: "2", parentId: "1", kind: "CLIENT", localEndpoint: { serviceName: "web" } },
      { ...span, id: "2", parentId: "1", kind: "SERVER", localEndpoint: { serviceName: "users" } },
      { id: "3", traceId: "a", name: "no time" },
    ]) as Otlp;
    const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    expect(spans.map(({ spanId, parentSpanId, kind }) => [spanId, parentSpanId, kind])).toEqual([
      ["0000000000000001", undefined, 2],
      ["8000000000000002", "0000000000000001", 3],
      ["0000000000000002", "8000000000000002", 2],
    ]);
    expect(spans[0]).toMatchObject({
      startTimeUnixNano: "1571896375322001000",
      endTimeUnixNano: "1571896375323501000",
    });
  });
});
