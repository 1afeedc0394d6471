import type { Span } from "../../packages/core/src/model/span.ts";
import type { Frame } from "../../packages/core/src/model/frame.ts";
import { TraceBuilder } from "../../packages/core/src/testing/trace-builder.ts";
import type { SourceReader } from "../../packages/collector/src/source/port.ts";

/** Requests with the agent's evidence: three calls in a row, in a file of their own for each finding. */
export function findingRequest(finding: number, number: number): readonly Span[] {
  const trace = new TraceBuilder({ service: "shop", env: "staging" }, number.toString(16).padStart(32, "0"));
  const root = trace.server(`/pages/${wordOf(finding)}`, [0, 100]);
  const names = ["session", "config", "data"];
  const operations = names.map((name, index) => {
    const [start, end] = [5 + 30 * index, 34 + 30 * index] as const;
    const span = trace.undici(`http://api.internal/${name}`, [start, end], root);
    const stack = `    at load (/app/src/${wordOf(finding)}.ts:${index + 3}:9)`;
    const waitsHeaders = names.slice(0, index).map((_, before) => before + 1);
    return { seq: index + 1, start, headers: end - 1, body: end, spans: [span], stack, waitsHeaders };
  });
  trace.evidence(root, operations);
  return trace.spans;
}

/** A word of letters only, so that a path with it is not taken for an id. */
function wordOf(number: number): string {
  const letters = Array.from(number.toString(26), (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)));
  return `page-${letters.join("")}`;
}

/** Says of every pair what the reader of source files would say of such a file, without files: reading is not measured here. */
export const needlessEverywhere: SourceReader = {
  put: async () => undefined,
  frames: async (_build, stacks) => stacks.map((stack) => [frameOf(stack)]),
  facts: async (_build, pairs) =>
    pairs.map(({ from: [frame] }) => ({
      relation: "independent",
      reason: "source.independent",
      activation: "shared",
      kind: "serial",
      place: { file: frame?.file ?? "", line: 3, column: 9, function: "load" },
    })),
  advice: async () => ({ code: [] }),
  close: async () => undefined,
};

function frameOf(stack: string): Frame {
  const [, file = "", line = "0", column = "0"] = /\((.*):(\d+):(\d+)\)/.exec(stack) ?? [];
  return { function: "load", file, line: Number(line), column: Number(column), async: false, mapped: true };
}
