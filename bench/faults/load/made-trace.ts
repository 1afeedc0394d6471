import type { Span } from "@weir/core";
import { ORIGIN, TraceBuilder } from "../../../packages/core/src/testing/trace-builder.ts";
import { toOtlp } from "../../../packages/collector/src/api/traces/to-otlp.ts";
import { pick, token, whole } from "../../ground-truth/upstream/seeded.ts";

const ROUTES = ["/shop/[category]", "/cart", "/account/orders", "/search", "/api/stock/[id]"] as const;

/**
 * One trace as a sender would export it, in one body. (Of a trace in two bodies, one stored before the kill and one sent
 * after it, the later has no request to join: docs/limits.md.)
 */
export interface MadeTrace {
  readonly traceId: string;
  readonly spans: number;
  /** OTLP/JSON. */
  readonly body: string;
}

/** The trace of this number: the same seed, number and time always give the same bytes. `at` in milliseconds. */
export function madeTrace(seed: string, number: number, at: number): MadeTrace {
  const own = `${seed} trace ${number}`;
  const traceId = hexId(own);
  const from = at - ORIGIN / 1000;
  const trace = new TraceBuilder({ service: "shop", env: "staging", version: "v0" }, traceId);
  const root = trace.server(pick(own, ROUTES), [from, from + 300]);
  const calls = whole(`${own} calls`, 1, 9);
  for (let call = 0; call < calls; call += 1) {
    trace.undici(`http://api.internal/${call}/${number}`, [from + call * 20, from + call * 20 + 15], root);
  }
  return { traceId, spans: trace.spans.length, body: body(trace.spans) };
}

/** A request of a version's own page with a needless wait in it, with the agent's evidence: a finding to be told. */
export function waitingTrace(seed: string, number: number, at: number, version: number, file: string): MadeTrace {
  const traceId = hexId(`${seed} trace ${number}`);
  const from = at - ORIGIN / 1000;
  const trace = new TraceBuilder({ service: "web", env: "staging", version: `v${version}` }, traceId);
  const root = trace.server(pageOf(version), [from, from + 210]);
  const first = trace.undici("http://api.internal/user", [from, from + 100], root);
  const second = trace.undici("http://api.internal/offers", [from + 100, from + 200], root);
  const line = (version - 1) * PAGE_LINES;
  const stack = (below: number): string => `    at page${version} (${file}:${line + below}:17)`;
  trace.evidence(root, [
    { seq: 1, start: from, headers: from + 98, body: from + 100, spans: [first], stack: stack(2) },
    {
      seq: 2,
      start: from + 100,
      headers: from + 198,
      body: from + 200,
      spans: [second],
      stack: stack(3),
      waitsHeaders: [1],
      waitsBody: [1],
    },
  ]);
  return { traceId, spans: trace.spans.length, body: body(trace.spans) };
}

export function pageOf(version: number): string {
  return `/page-${version}`;
}

const PAGE_LINES = 5;

/** The source that goes with `waitingTrace`: one function per version. */
export function pagesSource(versions: number): string {
  const page = (_: unknown, index: number): string =>
    `export async function page${index + 1}() {\n  const user = await fetch("http://api.internal/user");\n` +
    `  const offers = await fetch("http://api.internal/offers");\n  return { user, offers };\n}\n`;
  return Array.from({ length: versions }, page).join("");
}

function body(spans: readonly Span[]): string {
  return JSON.stringify(toOtlp(spans));
}

function hexId(seed: string): string {
  return Buffer.from(token("", seed, 16), "latin1").toString("hex");
}
