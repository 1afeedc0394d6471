import type { CallView, Channel, Channels, Edge, Range, TraceView, Verdict } from "@weir/core";

const UNSEEN: Channel = { state: "unobserved", reason: "test.unseen" };

export const UNSEEN_CHANNELS: Channels = {
  data: UNSEEN,
  control: UNSEEN,
  order: UNSEEN,
  pace: UNSEEN,
  source: UNSEEN,
};

export type CallDraft = Partial<Omit<CallView, "index" | "start" | "end">> & {
  readonly start: number;
  readonly end: number;
};

/** A call with every field filled; `possible` is where it really started unless given. */
export function callView(index: number, draft: CallDraft): CallView {
  const name = draft.call ?? `GET api/${index + 1}`;
  const moved: Range = { low: draft.start, high: draft.start };
  return {
    kind: "http",
    site: { call: name, file: "src/page.ts", line: 10 + index, column: 3, function: `get${index + 1}` },
    frames: [],
    owner: { kind: "endpoint", name: "/page" },
    outcome: "ok",
    status: 200,
    cached: false,
    background: false,
    exact: true,
    possible: moved,
    ...draft,
    call: name,
    index,
  };
}

export function edge(from: number, to: number, verdict: Verdict, channels: Partial<Channels> = {}): Edge {
  return {
    from,
    to,
    verdict,
    tier: verdict === "independent" ? "proven" : "unknown",
    channels: { ...UNSEEN_CHANNELS, ...channels },
  };
}

/** A whole request; the critical path is every call that ends after all before it have ended. */
export function traceView(
  calls: readonly CallDraft[],
  edges: readonly Edge[] = [],
  more: Partial<TraceView> = {},
): TraceView {
  const views = calls.map((call, index) => callView(index, call));
  const duration = more.duration ?? Math.max(0, ...calls.map((call) => call.end)) + 10;
  return {
    schemaVersion: 1,
    traceId: "7b1c000000000000000000000000aa01",
    spanId: "00000000000000a1",
    service: "web-shop",
    env: "staging",
    framework: "next",
    method: "GET",
    route: "/dashboard",
    routeKey: "GET /dashboard",
    status: 200,
    startedAt: "2026-11-21T12:00:00.000Z",
    duration,
    calls: views,
    edges,
    criticalPath: views.map((call) => ({ call: call.index, start: call.start, end: call.end })),
    whatIf: { saved: { low: 0, high: 0 }, duration: { low: duration, high: duration }, findings: [] },
    ...more,
  };
}
