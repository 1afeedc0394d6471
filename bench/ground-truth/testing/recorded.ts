import type { AnalysedEdge, Call, Channels, Request, RequestAnalysis, Tier, Verdict } from "@weir/core";
import type { Case } from "../truth/case.ts";

/** A recorded call of the bench's own little cases: `GET /users/{id}` from 0 to 10 ms. */
export function recordedCall(
  index: number,
  name: string,
  startMs: number,
  endMs: number,
  more: Partial<Call> = {},
): Call {
  const [method = "", path = ""] = name.split(" ");
  return {
    index,
    kind: "http",
    method,
    target: `127.0.0.1:1${path}`,
    start: startMs * 1000,
    end: endMs * 1000,
    exact: true,
    spanIds: [String(index)],
    owner: { kind: "request" } as unknown as Call["owner"],
    frames: [],
    effect: "read",
    outcome: { class: "ok" },
    cached: false,
    background: false,
    ...more,
  };
}

interface Said {
  readonly from: number;
  readonly to: number;
  readonly verdict: Verdict;
  readonly tier: Tier;
}

/** What core says of a request, made up: the judge is tested apart from the detector. */
export function analysisOf(
  calls: readonly Call[],
  said: readonly Said[],
  more: Partial<RequestAnalysis> = {},
): RequestAnalysis {
  const request: Request = {
    traceId: "1",
    spanId: "1",
    service: "test",
    env: "test",
    framework: "node",
    route: "/team/{id}",
    method: "GET",
    kind: "api",
    error: false,
    start: 0,
    end: Math.max(0, ...calls.map(({ end }) => end)),
    calls,
    spans: calls.length,
    droppedCalls: 0,
    recorded: { values: true, callSites: true, lineage: true },
  };
  const channel = { state: "absent", reason: "test" } as const;
  const channels: Channels = { data: channel, control: channel, order: channel, pace: channel, source: channel };
  const edges = said.map((one): AnalysedEdge => ({
    ...one,
    channels,
    pair: `${one.from}-${one.to}`,
    adjacent: true,
    observed: new Map(),
  }));
  return {
    request,
    shape: "",
    edges,
    tallies: [],
    sums: new Map(),
    fixes: [],
    saved: { low: 0, high: 0 },
    possible: [],
    criticalPath: [],
    ...more,
  };
}

/** A needless wait behind one that is needed. */
export const TEAM_CASE: Case = {
  id: "node/team",
  app: "node",
  route: "GET /team/{id}",
  about: "A team, its members, its plan.",
  classes: ["serial", "data-copy"],
  request: () => ({ path: "/team/1" }),
  waits: [
    { before: "GET /teams/*", after: "GET /members/*", truth: "data", why: "The team's id." },
    { before: "GET /members/*", after: "GET /plan", truth: "needless", why: "The plan is the same for all." },
  ],
  needless: [
    {
      kind: "serial",
      places: [{ file: "src/team.ts", function: "team" }],
      startTogether: ["GET /members/*", "GET /plan"],
    },
  ],
};

export const TEAM_CALLS: readonly Call[] = [
  recordedCall(0, "GET /teams/{id}", 0, 10),
  recordedCall(1, "GET /members/{id}", 10, 20),
  recordedCall(2, "GET /plan", 20, 30),
];
