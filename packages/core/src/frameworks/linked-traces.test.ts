import { describe, expect, it } from "vitest";
import type { Span } from "../model/span.ts";
import { TraceBuilder } from "../testing/trace-builder.ts";
import { assembleRequests } from "./assemble.ts";
import { MAX_LINKED_TRACES, linkedTraces } from "./linked-traces.ts";

const trace = new TraceBuilder();
const root = trace.server("/x", [0, 100]);
const idOf = (number: number): string => number.toString(16).padStart(32, "0");

function linking(span: Span, ids: readonly string[]): Span {
  return { ...span, links: ids.map((traceId) => ({ traceId, spanId: "00f067aa0ba902b7", attributes: {} })) };
}

describe("linkedTraces", () => {
  it("are other traces, each once, wherever below the request they are linked to", () => {
    const below = linking(trace.span("consume", [1, 9], root), [idOf(2), idOf(1), root.traceId]);
    expect(linkedTraces(linking(root, [idOf(1)]), [below])).toEqual([idOf(1), idOf(2)]);
  });

  it("are at most as many as a page can show", () => {
    const many = Array.from({ length: MAX_LINKED_TRACES + 5 }, (_all, index) => idOf(index + 1));
    expect(linkedTraces(linking(root, many), [])).toHaveLength(MAX_LINKED_TRACES);
  });

  it("come with the request, and only where there are any", () => {
    expect(assembleRequests([linking(root, [idOf(7)])])[0]?.links).toEqual([idOf(7)]);
    expect(assembleRequests([root])[0]).not.toHaveProperty("links");
  });
});
